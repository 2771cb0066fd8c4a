// Where the person is: `#/member/ID?query=lan`. The browser's own history gives Alt ← and Alt →.
export interface Route { room: string; rest: string[]; query: URLSearchParams }

function read(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  const [room = '', ...rest] = path.split('/').map(decodeURIComponent)
  return { room, rest, query: new URLSearchParams(query) }
}

let current = $state.raw<Route>(read())
/** The field that has the focus settles while its page still stands; leaving it to its removal would settle it too late. */
export function settleField(): void { if (document.activeElement instanceof HTMLElement) document.activeElement.blur() }
addEventListener('hashchange', () => { settleField(); current = read() })

export const route = {
  get room(): string { return current.room },
  get rest(): string[] { return current.rest },
  get query(): URLSearchParams { return current.query },
}

export function href(...path: string[]): string {
  return '#/' + path.map(encodeURIComponent).join('/')
}
export function go(...path: string[]): void { location.hash = href(...path) }
/** Without a step in the history: the cursor of a list, a chosen tab. */
export function put(...path: string[]): void {
  history.replaceState(history.state, '', href(...path))
  current = read()
}
