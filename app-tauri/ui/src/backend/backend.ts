// The page's one way to the program. Rooms import `backend` and `observe` from here and nothing else.
import type { Backend, Observe } from './contract'
import { httpBackend } from './http'
import { tauriBackend } from './tauri'

function choose(): { backend: Backend; observe: Observe } {
  return '__TAURI_INTERNALS__' in window ? tauriBackend() : httpBackend()
}

const chosen = choose()
export const backend: Backend = chosen.backend
export const observe: Observe = chosen.observe
