// What every form does: check after the first attempt, name the field that is wrong, keep what was typed.
import { CallError, asApiError } from '../backend/error'

export type Errors = Record<string, string | undefined>

export class Attempt {
  busy = $state(false)
  /** Attempts so far: the error summary takes the focus at each. */
  count = $state(0)
  errors = $state.raw<Errors>({})
  /** What the program refused and no field is to blame for. */
  failure = $state.raw<CallError | null>(null)

  /** `fields` maps the program's field names to ids of inputs. */
  async run(check: () => Errors, send: () => Promise<void>, fields: Record<string, string> = {}): Promise<boolean> {
    if (this.busy) return false
    this.failure = null
    this.errors = check()
    if (Object.values(this.errors).some((error) => error !== undefined)) { this.count += 1; return false }
    this.busy = true
    try {
      await send()
      return true
    } catch (cause) {
      const error = asApiError(cause)
      const field = fields[String(error.args['field'] ?? '')]
      if (field !== undefined) this.errors = { [field]: error.message }
      else this.failure = error
      this.count += 1
      return false
    } finally {
      this.busy = false
    }
  }
  /** After a first attempt fields are checked when they are left. */
  recheck(check: () => Errors): void { if (this.count > 0) this.errors = check() }
}
