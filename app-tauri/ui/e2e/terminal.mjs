// A session of `congdoan` as a terminal shows it, recorded over a union of its own: `npm run terminal -- --bin DIR [OUT]`
// writes cli.txt and, with Chromium, cli.png. Every line under a prompt is what the program printed.
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { World } from './world.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const { values, positionals } = parseArgs({ allowPositionals: true, options: { bin: { type: 'string', default: here('../../../target/debug') } } })
const out = positionals[0] ?? here('../../../docs/pictures')
mkdirSync(out, { recursive: true })
const run = promisify(execFile)
const world = new World({ bin: values.bin, page: here('../dist'), law: null })
const lines = []

/** Types a command at somebody's prompt; answers what it printed. `shown`: how it is written down, where it is too long. */
async function type(home, who, args, shown = args) {
  const quoted = shown.map((arg) => (/^[\w./:+-]+$/.test(arg) ? arg : `'${arg}'`)).join(' ')
  lines.push(`${who} $ congdoan ${quoted}`)
  const env = { ...process.env, CONGDOAN_HOME: home, CONGDOAN_LANG: 'vi' }
  const said = await run(join(world.bin, 'congdoan'), args, { env }).catch((cause) => cause)
  const text = `${said.stdout}${said.stderr}`.trimEnd()
  lines.push(...text.split('\n'))
  if (said.code) lines.push(`${who} $ echo $?`, String(said.code))
  lines.push('')
  return text
}

try {
  await world.found(); await world.serve()
  await world.enrol('văn phòng', 'hung', 'hung'); await world.enrol('nhà thuốc', 'hoa', 'hoa'); await world.enrol('lan', 'lan', 'lan')
  const [hung, hoa, lan] = [world.home('văn phòng', 'hung'), world.home('nhà thuốc', 'hoa'), world.home('lan', 'lan')]
  await type(hung, 'hùng', ['sync'])
  await type(hung, 'hùng', ['status'])
  await type(hung, 'hùng', ['member', 'list', 'ngoc lan', '--limit', '4'])
  await type(hung, 'hùng', ['survey', 'list'])
  const open = (await world.ask(hung, 'survey', 'list')).find((one) => one.state === 'open')
  await type(hung, 'hùng', ['survey', 'board', open.id])
  await type(hung, 'hùng', ['pack', 'download', 'law'])
  await type(hung, 'hùng', ['law', 'search', 'lam them gio', '--limit', '3'])
  const card = (await world.ask(lan, 'card', 'show')).text
  await world.cli(hoa, 'pack', 'download', 'card-status')
  await world.cut()
  lines.push('# Từ đây không còn mạng: máy chủ đã tắt.')
  await type(hoa, 'hoa', ['card', 'verify', card], ['card', 'verify', `${card.slice(0, 24)}…`])
  const forged = card.slice(0, -6) + (card.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA')
  await type(hoa, 'hoa', ['card', 'verify', forged], ['card', 'verify', `${forged.slice(0, 24)}…`])
  await type(hung, 'hùng', ['member', 'admit', 'Vũ Thị Hồng Nhung', '--department', 'Kho'])
  await type(hung, 'hùng', ['status'])
} finally { await world.end() }

const text = lines.join('\n').trimEnd() + '\n'
writeFileSync(join(out, 'cli.txt'), text)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 400 } })
  const safe = text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
  const marked = safe.replace(/^(\S+ \$) (.*)$/gm, '<b>$1</b> <i>$2</i>').replace(/^#.*$/gm, '<u>$&</u>')
  await page.setContent(`<style>body{margin:0;background:#151b21;color:#e9eef3}pre{margin:0;padding:20px 24px;font:14px/21px 'Noto Sans Mono','DejaVu Sans Mono',monospace;white-space:pre-wrap;overflow-wrap:anywhere}b{color:#84d4a4}i{font-style:normal;color:#8cc0f4}u{text-decoration:none;color:#98a6b3}</style><pre>${marked}</pre>`)
  const path = join(out, 'cli.png')
  await page.screenshot({ path, fullPage: true })
  execFileSync('convert', [path, '+dither', '-colors', '64', '-define', 'png:compression-level=9', '-strip', `PNG8:${path}`])
} finally { await browser.close() }
process.exit(0)
