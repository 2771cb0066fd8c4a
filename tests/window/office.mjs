// A server with the invented union, and homes of its people.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, program, run, start, until } from './children.mjs'

export class Office {
  /** Everything of this test lies here. */
  dir = mkdtempSync(join(tmpdir(), 'congdoan-window-'))

  static async open() {
    const office = new Office()
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const data = join(office.dir, 'server')
    run(program('congdoan-server'), ['init', '--data', data, '--sample', '--url', url], process.env)
    start(program('congdoan-server'), ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], process.env)
    await until('the server', async () => (await fetch(`${url}/v1/health`)).ok)
    return office
  }

  home(who) { return join(this.dir, 'homes', who) }

  /** The headless client on a person's home; only while no window holds it. */
  ask(who, ...words) { return run(program('congdoan'), ['--home', this.home(who), ...words], process.env) }

  enrol(who) {
    this.ask(who, 'enrol', '--sample', '--invitation', join(this.dir, 'server', 'sample', `${who}.invitation`))
    this.ask(who, 'sync')
  }

  close() { rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) }
}
