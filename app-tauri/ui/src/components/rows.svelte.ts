// The rows of a long list, read in pages as they come into view; old rows stay on screen until the new ones are here.
import type { CallError } from '../backend/error'
import { asApiError } from '../backend/error'

const PAGE = 100
export interface Page<R> { rows: R[]; offset: number; total: number }

export class Rows<R, P extends Page<R>> {
  #ask: (offset: number, limit: number) => Promise<P>
  #pages = $state.raw(new Map<number, R[]>())
  #asked = new Set<number>()
  #generation = 0
  #seen: [number, number] = [0, 0]
  total = $state(0)
  /** The newest page read: its counts belong to the whole list. */
  head = $state.raw<P | null>(null)
  error = $state.raw<CallError | null>(null)

  constructor(ask: (offset: number, limit: number) => Promise<P>) { this.#ask = ask }

  /** Something changed: what is in view is read again, the rest when it comes into view. */
  refresh(): void {
    this.#generation += 1
    this.#asked.clear()
    this.need(...this.#seen)
  }
  /** Another question: the list starts at its top. */
  restart(): void { this.#seen = [0, 0]; this.refresh() }

  row(index: number): R | undefined { return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE] }

  need(from: number, to: number): void {
    this.#seen = [from, to]
    for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page += 1) {
      if (!this.#asked.has(page)) { this.#asked.add(page); void this.#read(page, this.#generation) }
    }
  }
  async #read(page: number, generation: number): Promise<void> {
    try {
      const answer = await this.#ask(page * PAGE, PAGE)
      if (generation !== this.#generation) return
      // The first answer of a generation throws the older pages away.
      const fresh = this.#fresh === generation ? new Map(this.#pages) : new Map<number, R[]>()
      this.#fresh = generation
      this.#pages = fresh.set(page, answer.rows)
      this.head = answer
      this.total = answer.total
      this.error = null
    } catch (cause) {
      if (generation === this.#generation) { this.error = asApiError(cause); this.#asked.delete(page) }
    }
  }
  #fresh = -1
}
