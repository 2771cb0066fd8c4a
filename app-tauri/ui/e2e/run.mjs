// The built page in headless Chromium, against a twin for each PC and a real server: `node e2e/run.mjs --bin DIR [FLOW…]`.
// Founds its own union in a temporary folder and ends everything it started. A failed step leaves pictures.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { FLOWS } from './flows/index.mjs'
import { Walk } from './walk.mjs'
import { PIN, World, ifThere } from './world.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const { values, positionals } = parseArgs({ allowPositionals: true, options: {
  bin: { type: 'string', default: process.env.CARGO_TARGET_DIR ? join(process.env.CARGO_TARGET_DIR, 'debug') : here('../../../target/debug') },
  page: { type: 'string', default: here('../dist') },
  law: { type: 'string', default: here('../../../../shared/law/labour.jsonl.zst') },
  pictures: { type: 'string', default: join(tmpdir(), `congdoan-e2e-pictures-${process.pid}`) },
} })
const chosen = positionals.length > 0 ? positionals : Object.keys(FLOWS)
const unknown = chosen.filter((name) => !(name in FLOWS))
if (unknown.length > 0) { console.error(`No flow ${unknown.join(', ')}. There are: ${Object.keys(FLOWS).join(', ')}`); process.exit(2) }

const world = new World({ bin: values.bin, page: values.page, law: ifThere(values.law) })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const walk = new Walk(browser, values.pictures)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

try {
  await world.found()
  await world.serve()
  // One PC that two officers share, one each for the others.
  await world.enrol('office', 'hung', 'hung', PIN)
  await world.enrol('office', 'quang', 'quang', PIN)
  await world.enrol('second', 'hung', 'hung-2')
  for (const [pc, who] of [['lan', 'lan'], ['province', 'mai'], ['pharmacy', 'hoa'], ['canteen', 'sang']]) await world.enrol(pc, who, who)
  // A flow that failed while the line was cut leaves it to the next as it found it.
  for (const name of chosen) { await world.serve(); await FLOWS[name](walk, world) }
} catch (cause) {
  walk.failed += 1
  console.log(`FAIL  setting up: ${cause.stack}`)
} finally {
  await browser.close()
  await world.end()
}
console.log(`${walk.passed} passed, ${walk.failed} failed, ${walk.skipped} skipped`)
process.exit(walk.failed === 0 ? 0 : 1)
