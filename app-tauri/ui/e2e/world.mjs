// A union of invented people on this machine: one server, a folder of homes for each PC, a twin for each PC in use.
// Everything lies in one temporary folder; every process started here ends with the run, also when the run is killed.
import { execFile, spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PATIENCE_MS = 60_000
export const PIN = '246810'

const freePort = () => new Promise((resolve, reject) => {
  const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)) })
})

export class World {
  #running = new Set()
  #server = null
  #twins = new Map()

  /** @param {{ bin: string, page: string, law: string | null }} from folder of programs, the built page, a law file when there is one */
  constructor(from) {
    Object.assign(this, from)
    this.dir = mkdtempSync(join(tmpdir(), 'congdoan-e2e-'))
    process.once('exit', () => { for (const child of this.#running) child.kill('SIGKILL'); rmSync(this.dir, { recursive: true, force: true }) })
  }

  async #program(name, ...args) {
    try { return (await run(join(this.bin, name), args, { maxBuffer: 64 << 20, env: { ...process.env, ...this.env } })).stdout }
    catch (cause) { throw new Error(`${name} ${args.join(' ')}: ${cause.stderr || cause.message}`) }
  }
  #start(name, log, ...args) {
    const child = spawn(join(this.bin, name), args, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#running.add(child)
    child.once('exit', () => this.#running.delete(child))
    const file = createWriteStream(join(this.dir, log), { flags: 'a' })
    child.stdout.pipe(file, { end: false }); child.stderr.pipe(file, { end: false })
    return child
  }
  async #end(child) {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), 5000)
    await gone
    clearTimeout(hard)
  }

  /** The sample organisation, its law and its signed packs; the server is not up yet. */
  async found() {
    this.data = join(this.dir, 'server')
    this.port = await freePort()
    this.address = `http://127.0.0.1:${this.port}`
    await this.#program('congdoan-server', 'init', '--data', this.data, '--sample', '--url', this.address)
    if (this.law !== null) await this.#program('congdoan-server', 'import', 'law', this.law, '--keep-good', '--data', this.data)
    await this.#program('congdoan-server', 'publish', '--data', this.data)
  }

  /** Starts the server unless it runs. */
  async serve() {
    if (this.#server && this.#server.exitCode === null && this.#server.signalCode === null) return
    this.#server = this.#start('congdoan-server', 'server.log', 'serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`)
    for (const from = Date.now(); Date.now() - from < PATIENCE_MS;) {
      if (await fetch(`${this.address}/v1/health`).then((answer) => answer.ok, () => false)) return
      if (this.#server.exitCode !== null) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`the server did not answer; its log: ${join(this.dir, 'server.log')}`)
  }
  /** The line is cut: what the devices do now stays on them. */
  async cut() { await this.#end(this.#server) }

  home(pc, who) { return join(this.dir, 'homes', pc, who) }
  /** @param {string} invitation `hung`, `hung-2` … of the sample, or the line itself */
  async enrol(pc, who, invitation, pin = null) {
    mkdirSync(join(this.dir, 'homes', pc), { recursive: true })
    this.env = pin === null ? {} : { CONGDOAN_PIN: pin }
    try {
      await this.cli(this.home(pc, who), 'enrol', '--sample', '--device-name', `Máy ${pc}`, '--invitation', invitation.includes(':') ? invitation : join(this.data, 'sample', `${invitation}.invitation`))
      await this.cli(this.home(pc, who), 'sync')
    } finally { this.env = {} }
  }
  /** The headless client on a home no twin holds open. */
  cli(home, ...args) { return this.#program('congdoan', '--home', home, ...args) }
  async ask(home, ...args) { return JSON.parse(await this.cli(home, '--json', ...args)) }

  /** The address of a PC's twin, started when it is not up. */
  async twin(pc) {
    const known = this.#twins.get(pc)
    if (known) return known.address
    const child = this.#start('congdoan-twin', `twin-${pc}.log`, '--home', join(this.dir, 'homes', pc), '--page', this.page)
    const address = await new Promise((resolve, reject) => {
      let said = ''
      child.stdout.on('data', (data) => { said += data; const line = /^(http:\S+)\s/m.exec(said); if (line) resolve(line[1]) })
      child.once('exit', () => reject(new Error(`the twin of ${pc} ended; its log: ${join(this.dir, `twin-${pc}.log`)}`)))
      setTimeout(() => reject(new Error(`the twin of ${pc} printed no address`)), PATIENCE_MS).unref()
    })
    this.#twins.set(pc, { child, address })
    return address
  }
  async closeTwin(pc) {
    const twin = this.#twins.get(pc)
    this.#twins.delete(pc)
    if (twin) await this.#end(twin.child)
  }

  async end() {
    await Promise.all([...this.#running].map((child) => this.#end(child)))
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** @param {string} path */
export const ifThere = (path) => (existsSync(path) ? path : null)
