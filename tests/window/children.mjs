// Programs that a test starts, and their end: whatever happens, none of them outlives the test.
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'

const target = process.env.CARGO_TARGET_DIR ?? join(process.cwd(), 'target')
export const program = (name) => join(target, 'debug', name)
export const tool = (name) => join(target, 'dev-tools', 'bin', name)
export const log = (name) => { const path = join(target, 'dev-logs', 'window', name); mkdirSync(dirname(path), { recursive: true }); return path }

const running = []
/** Ends what was started, the last first. Each leads a process group, so its own children end too. */
export function endAll() {
  for (const child of running.splice(0).reverse()) {
    try { process.kill(-child.pid, 'SIGTERM') } catch { /* ended by itself */ }
  }
}
process.on('exit', endAll)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1))

/** Starts a program whose output goes to a log of its name; its file 3 is a pipe to us. */
export function start(command, args, env) {
  const name = command.split('/').pop()
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const file = createWriteStream(log(`${name}.log`))
  child.stdout.pipe(file, { end: false })
  child.stderr.pipe(file, { end: false })
  child.on('error', (cause) => { console.error(`${name}: ${cause.message}`) })
  running.push(child)
  return child
}

/** The first line a started program says, on its output or on its file 3. */
export function firstLine(child, file) {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdio[file].on('data', (bytes) => { text += bytes; if (text.includes('\n')) resolve(text.split('\n')[0]) })
    child.on('exit', () => reject(new Error(`${child.spawnfile} ended before it was ready`)))
  })
}

/** Runs a program to its end and returns what it said; a failure throws with it. */
export function run(command, args, env) {
  const done = spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')} → ${done.status ?? done.error?.message}\n${done.stderr}`)
  return done.stdout
}

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Asks until the answer is truthy. */
export async function until(what, ask, ms = 15_000) {
  const end = Date.now() + ms
  for (;;) {
    const answer = await Promise.resolve().then(ask).catch(() => undefined)
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`)
    await pause(100)
  }
}

/** Asks until the answer stays the same: an input method delivers late. */
export async function settled(ask, ms = 1200) {
  let last = await ask(), since = Date.now()
  while (Date.now() - since < ms) {
    await pause(100)
    const next = await ask()
    if (JSON.stringify(next) !== JSON.stringify(last)) { last = next; since = Date.now() }
  }
  return last
}

export const freePort = () => new Promise((resolve, reject) => {
  const listener = createServer().on('error', reject)
  listener.listen(0, '127.0.0.1', () => { const { port } = listener.address(); listener.close(() => resolve(port)) })
})
