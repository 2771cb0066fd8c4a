// What the desk answers today, read from its one table of calls (app-tauri/desk/src/lib.rs, `calls! { room: function …; }`),
// so that the page shows a room, or a button, exactly when it works.
import { readFileSync } from 'node:fs'

const TABLE = new URL('../desk/src/lib.rs', import.meta.url)

export function deskCalls(): string[] {
  const table = /^calls! \{([\s\S]*?)^\}/m.exec(readFileSync(TABLE, 'utf8'))?.[1]
  if (table === undefined) throw new Error('app-tauri/desk/src/lib.rs has no calls! table any more')
  return [...table.replace(/\/\/.*$/gm, '').matchAll(/(\w+):\s*([\w\s]+);/g)].flatMap(([, room, functions]) => (functions ?? '').trim().split(/\s+/).map((name) => `${room}_${name}`))
}
