// Carrier inside the Tauri window: one command per function, one event for live topics.
import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Backend, Call, Observe, Topic } from './contract'
import { asApiError } from './error'

export function tauriBackend(): { backend: Backend; observe: Observe } {
  const backend = new Proxy({} as Backend, {
    get: (_target, name: string) => (args: Record<string, unknown>) =>
      invoke(name as Call, args).catch((cause: unknown) => Promise.reject(asApiError(cause))),
  })
  const observe: Observe = (topics, changed) => {
    const wanted = new Set(topics)
    const stop = listen<{ topics: Topic[] }>('topics', (event) => {
      const hit = event.payload.topics.filter((topic) => wanted.has(topic))
      if (hit.length > 0) changed(hit)
    })
    return () => void stop.then((off) => off())
  }
  return { backend, observe }
}
