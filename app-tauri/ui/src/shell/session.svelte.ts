// Who is signed in, the settings of this PC, the state of sync: what every screen may read.
import type { CivilDate, Me, Role, SessionView, Settings, SyncStatus } from '../backend/contract'
import { backend, observe } from '../backend/backend'
import { CallError, asApiError } from '../backend/error'
import { civilOf } from '../text/format'
import { speak } from '../text/i18n.svelte'
import { keyboard } from './keys.svelte'
import { settleField } from './route.svelte'

let view = $state.raw<SessionView | null>(null)
let status = $state.raw<SyncStatus | null>(null)
let settings = $state.raw<Settings>({ language: 'vi', theme: 'system', density: 'normal', text_size: 100, single_keys: true })
let failure = $state.raw<CallError | null>(null)
let now = $state(Date.now())

export const session = {
  get view(): SessionView | null { return view },
  get me(): Me | null { return view?.state === 'open' ? view.me : null },
  get status(): SyncStatus | null { return status },
  get settings(): Settings { return settings },
  /** The program could not be asked at all. */
  get failure(): CallError | null { return failure },
  /** Moves every half minute: ages and "today" follow it. */
  get now(): number { return now },
  /** Today by the server's clock as far as it is known: what the rules compare days with, whatever this PC's clock says. */
  get today(): CivilDate { return civilOf(now - (status?.clock_offset_ms ?? 0)) },
  has: (role: Role): boolean => view?.me?.roles.includes(role) ?? false,
}

/** anh, chị or anh/chị, for sentences that speak to the person. */
export const you = (): string => session.me?.address ?? 'anh/chị'

export function setSession(next: SessionView): void {
  if (next.state !== view?.state) settleField()
  view = next
}

const dark = matchMedia('(prefers-color-scheme: dark)')
export function setSettings(next: Settings): void {
  settings = next
  const root = document.documentElement
  root.dataset['theme'] = next.theme === 'system' ? (dark.matches ? 'dark' : 'light') : next.theme
  root.dataset['density'] = next.density
  const size = String(next.text_size)
  if (root.dataset['text'] !== size) {
    root.dataset['text'] = size
    // Chromium keeps its answer to a container query in rem when only the root's font size changed: ask it anew.
    document.body.style.container = 'none'
    void document.body.offsetWidth
    document.body.style.container = ''
  }
  keyboard.singleKeys = next.single_keys
  speak(next.language)
}
dark.addEventListener('change', () => setSettings(settings))

async function readSession(): Promise<void> {
  try { view = await backend.session_view({}); failure = null } catch (cause) { failure = asApiError(cause) }
}
async function readStatus(): Promise<void> {
  if (view?.state !== 'open') { status = null; return }
  try { status = await backend.sync_status({}) } catch { /* the sync panel says why */ }
}
async function readSettings(): Promise<void> {
  try { setSettings((await backend.settings_view({})).settings) } catch { setSettings(settings) }
}

export async function start(): Promise<void> {
  await Promise.all([readSession(), readSettings()])
  await readStatus()
  observe(['session'], () => void readSession().then(readStatus))
  observe(['sync'], () => void readStatus())
  observe(['settings'], () => void readSettings())
  setInterval(() => { now = Date.now() }, 30_000)
  // The system says that there is a network again: the program need not wait for its next try.
  addEventListener('online', () => { if (view?.state === 'open') void backend.sync_now({}).catch(() => { /* the sync panel says why */ }) })
}
