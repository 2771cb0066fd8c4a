// What was searched and the day the law is read as of: the same while going between results and articles.
export const held: { query: string; on: string | null } = { query: '', on: null }
