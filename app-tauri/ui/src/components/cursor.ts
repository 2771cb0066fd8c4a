// Moving in a list and marking in it, without the page.

/** Where a key takes the cursor; null when the key does not move. */
export function move(key: string, at: number, total: number, pageRows: number): number | null {
  if (total === 0) return null
  const last = total - 1
  switch (key) {
    case 'ArrowDown': return Math.min(last, at + 1)
    case 'ArrowUp': return Math.max(0, at - 1)
    case 'PageDown': return Math.min(last, at + pageRows)
    case 'PageUp': return Math.max(0, at - pageRows)
    case 'Home': return 0
    case 'End': return last
    default: return null
  }
}

/** What is marked: a value, so that the page follows each change. */
export class Marks {
  readonly #ids: ReadonlySet<string>
  constructor(ids: Iterable<string> = []) { this.#ids = new Set(ids) }
  get size(): number { return this.#ids.size }
  get ids(): string[] { return [...this.#ids] }
  has(id: string): boolean { return this.#ids.has(id) }
  with(ids: Iterable<string>): Marks { return new Marks([...this.#ids, ...ids]) }
  none(): Marks { return new Marks() }
  toggled(id: string): Marks { return this.has(id) ? new Marks(this.ids.filter((other) => other !== id)) : this.with([id]) }
}
