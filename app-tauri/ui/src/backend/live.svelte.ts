// A question to the program that is asked again whenever one of its topics changes or what it reads changes.
import type { Topic } from './contract'
import { observe } from '../backend/backend'
import { CallError, asApiError } from './error'

export interface Live<T> {
  readonly value: T | null
  readonly error: CallError | null
  /** True once the first answer has been awaited for 300 ms: before that, nothing is shown. */
  readonly slow: boolean
  again: () => void
}

const SLOW_MS = 300

/** Call while a component is set up. `ask` returns null while there is nothing to ask; what it reads is tracked. */
export function live<T>(topics: Topic[], ask: () => Promise<T> | null): Live<T> {
  let value = $state.raw<T | null>(null)
  let error = $state.raw<CallError | null>(null)
  let slow = $state(false)
  let round = $state(0)
  let latest = 0

  $effect(() => {
    void round
    const mine = ++latest
    const asked = ask()
    if (asked === null) { value = null; return }
    const timer = setTimeout(() => { slow = true }, SLOW_MS)
    asked
      .then((answer) => { if (mine === latest) { value = answer; error = null } })
      .catch((cause: unknown) => { if (mine === latest) error = asApiError(cause) })
      .finally(() => { clearTimeout(timer); if (mine === latest) slow = false })
  })
  $effect(() => observe(topics, () => { round += 1 }))

  return {
    get value() { return value },
    get error() { return error },
    get slow() { return slow },
    again: () => { round += 1 },
  }
}
