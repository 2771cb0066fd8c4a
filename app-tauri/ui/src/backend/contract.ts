// What the page asks of the program. One interface, two carriers (tauri.ts, http.ts), one source: app-tauri/desk, whose
// types are written into ./generated/desk.ts. Written by hand here is only what the carriers themselves need.
//
// Carrier: a function `member_list` is the Tauri command `member_list` and the twin's route `POST /api/member_list`.
// The argument is always ONE flat JSON object with snake_case keys (`{}` when there is none); the result is JSON
// (`null` for nothing). A failure is an ApiError (Tauri: the rejected value; twin: status ≥ 400 with it as the body).
// Live updates: `{"topics": Topic[]}` as the Tauri event `topics`, and as SSE event `topics` of `GET /api/topics?token=`.
//
// Sizes are bytes; an absent value is `null` in results and may be left out in arguments. Sentences (message, reason,
// kept, title, second) arrive ready in the chosen language; the page never composes them.
import type { ApiError as DeskError, Desk, Run } from './generated/desk'

export type * from './generated/desk'

export type Id = string
/** `now`: try again; `online`: when there is a network; `later`: after a while; `never`: other input is needed. */
export type Retry = DeskError['retry']
/** The program's failure, or the page's own when nothing answers: only that one has no `retry`. */
export type ApiError = Omit<DeskError, 'retry' | 'args'> & { args: Record<string, string | number | boolean | null>; retry: Retry | null }

export type Topic = 'session' | 'home' | 'sync' | 'pack' | 'member' | 'grant' | 'card' | 'survey' | 'law' | 'market' | 'settings'

/** A text cut into runs; never HTML. */
export type MarkedText = Run[]

export type Backend = Desk
export type Call = keyof Backend
/** Calls `changed` with the topics that changed; returns the way to stop. */
export type Observe = (topics: Topic[], changed: (topics: Topic[]) => void) => () => void
