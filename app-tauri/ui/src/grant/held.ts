// Where the person was in the list, so that coming back finds it the same. Kept for this tab only.
export const held: { query: string; ended: boolean; cursor: number } = { query: '', ended: false, cursor: 0 }
