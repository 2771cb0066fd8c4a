// The window by WebDriver: tauri-driver starts the program, WebKitWebDriver looks into its page.
import { freePort, pause, program, settled, start, tool, until } from './children.mjs'

const ELEMENT = `const found = [...document.querySelectorAll(arguments[0])].find((one) => arguments[1] == null || one.innerText.includes(arguments[1]))`

export class Window {
  /** Opens the window on a home, or on what the platform's folder holds; `screen` is where. */
  static async open(screen, home) {
    const window = new Window()
    const [port, native] = [await freePort(), await freePort()]
    window.screen = screen
    window.driver = start(tool('tauri-driver'), ['--port', port, '--native-port', native], screen.env)
    const base = `http://127.0.0.1:${port}`
    await until('tauri-driver', async () => (await fetch(`${base}/status`)).ok)
    const options = { application: program('congdoan-shell'), args: home === undefined ? [] : ['--home', home] }
    const { sessionId } = await ask(`${base}/session`, { capabilities: { alwaysMatch: { browserName: 'wry', 'tauri:options': options } } })
    window.session = `${base}/session/${sessionId}`
    window.id = await screen.windowOf('^Công Đoàn Số$')
    await screen.activate(window.id)
    return window
  }

  execute(script, ...args) { return ask(`${this.session}/execute/sync`, { script, args }) }
  /** The desk's answer to a call, by the page's own road. */
  async call(name, args = {}) {
    const [answer, error] = await ask(`${this.session}/execute/async`, {
      script: `const done = arguments[2]; window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then((answer) => done([answer, null]), (error) => done([null, error ?? 'refused']))`,
      args: [name, args],
    })
    if (error !== null) throw Object.assign(new Error(JSON.stringify(error)), { face: error })
    return answer
  }

  text(selector) { return this.execute(`return document.querySelector(arguments[0])?.innerText ?? null`, selector) }
  texts(selector) { return this.execute(`return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)`, selector) }
  see(selector, words) { return until(`${selector} ${words ?? ''}`, () => this.execute(`${ELEMENT}; return found !== undefined`, selector, words)) }
  value(selector) { return settled(() => this.execute(`return document.querySelector(arguments[0]).value`, selector)) }
  async go(place) {
    await this.execute(`location.hash = arguments[0]`, `#/${place}`)
    await pause(300)
  }

  /** A real click in the middle of an element. */
  async click(selector, words) {
    await this.see(selector, words)
    const [x, y] = await this.execute(`${ELEMENT}; found.scrollIntoView({ block: 'center' }); const box = found.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]`, selector, words)
    const [left, top] = this.screen.origin(this.id)
    await this.screen.press(left + x, top + y)
  }

  /** Closes it as a person does, and waits until the program is gone. */
  async close() {
    await this.screen.activate(this.id)
    this.screen.x('key', 'alt+F4')
    await until('the window to go', () => !this.screen.windows('^Công Đoàn Số$').includes(this.id))
    await ask(this.session, undefined, 'DELETE').catch(() => undefined)
    process.kill(-this.driver.pid, 'SIGTERM')
    await until('the driver to end', () => this.driver.exitCode !== null || this.driver.signalCode !== null)
  }
}

async function ask(address, body, method = 'POST') {
  const answer = await fetch(address, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) })
  const { value } = await answer.json()
  if (!answer.ok) throw new Error(`WebDriver: ${value?.error}: ${value?.message}`)
  return value
}
