// Carrier of the browser twin: POST /api/<name>, live topics by server-sent events, polling when those fail.
import type { Backend, Observe, Topic } from './contract'
import { CallError, asApiError } from './error'

const TOKEN = 'congdoan-twin-token'
const POLL_MS = 3000
const ALL: Topic[] = ['session', 'home', 'sync', 'pack', 'member', 'grant', 'card', 'survey', 'law', 'market', 'settings']

/** Reads `?token=` once, keeps it for this tab and takes it out of the address bar. */
function token(): string {
  const address = new URL(location.href)
  const given = address.searchParams.get('token')
  if (given !== null) {
    sessionStorage.setItem(TOKEN, given)
    address.searchParams.delete('token')
    history.replaceState(history.state, '', address)
  }
  return given ?? sessionStorage.getItem(TOKEN) ?? ''
}

export function httpBackend(): { backend: Backend; observe: Observe } {
  const key = token()

  async function call(name: string, args: unknown): Promise<unknown> {
    try {
      const answer = await fetch(`/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-twin-token': key },
        body: JSON.stringify(args ?? {}),
      })
      const body: unknown = answer.status === 204 ? null : await answer.json()
      if (answer.ok) return body
      throw asApiError(body)
    } catch (cause) {
      throw cause instanceof CallError ? cause : asApiError(cause)
    }
  }

  const listeners = new Set<(topics: Topic[]) => void>()
  const tell = (topics: Topic[]): void => listeners.forEach((listener) => listener(topics))
  let source: EventSource | null = null
  let poll: ReturnType<typeof setInterval> | null = null

  function connect(): void {
    if (source !== null) return
    source = new EventSource(`/api/topics?token=${encodeURIComponent(key)}`)
    source.addEventListener('topics', (event) => tell((JSON.parse((event as MessageEvent<string>).data) as { topics: Topic[] }).topics))
    source.addEventListener('open', () => {
      if (poll !== null) clearInterval(poll)
      poll = null
    })
    source.addEventListener('error', () => {
      poll ??= setInterval(() => tell(ALL), POLL_MS)
    })
  }

  const observe: Observe = (topics, changed) => {
    const wanted = new Set(topics)
    const listener = (hit: Topic[]): void => {
      const mine = hit.filter((topic) => wanted.has(topic))
      if (mine.length > 0) changed(mine)
    }
    listeners.add(listener)
    connect()
    return () => void listeners.delete(listener)
  }

  const backend = new Proxy({} as Backend, { get: (_target, name: string) => (args: unknown) => call(name, args) })
  return { backend, observe }
}
