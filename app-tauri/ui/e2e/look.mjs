// Pictures of every room with the invented backend, for a person to look at, and axe over each: `npm run look -- DIR [ROOM]`.
import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import { createServer } from 'vite'

const out = process.argv[2] ?? '/tmp/congdoan-pictures'
mkdirSync(out, { recursive: true })
const server = await createServer({ mode: 'fixture', server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' })
await server.listen()
const { port } = server.httpServer.address()
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })

const PLACES = [
  ['door', 'as=door', ''], ['home', '', 'home'], ['members', '', 'member'], ['member', '', 'member/m7'], ['member-edit', '', 'member/m7/edit'], ['member-status', '', 'member/m7/status'],
  ['grants', '', 'grant'], ['grant', '', 'grant/g2'], ['grant-mine', '', 'grant/g1'], ['grant-again', '', 'grant/g5'], ['grant-new', '', 'grant/new'], ['grant-ask', '', 'grant/g1'], ['grant-end', '', 'grant/g4'], ['pin-change', '', 'settings'],
  ['card', '', 'card/mine'], ['verify', '', 'card/verify'], ['issued', '', 'card/issued'], ['surveys', '', 'survey'], ['builder', '', 'survey/edit/s0'], ['answer', '', 'survey/answer/s1'], ['board', '', 'survey/board/s2'],
  ['law', '', 'law'], ['article', '', 'law/article/a7/k1b'], ['offers', '', 'market'], ['offer', '', 'market/offer/f1'], ['vouchers', '', 'market/vouchers/v0'], ['offer-edit', 'as=provider', 'market/edit/f2'], ['redeem', 'as=provider', 'market/redeem'], ['redemptions', 'as=provider', 'market/redemptions'],
  ['sync', '', 'sync'], ['settings', '', 'settings'],
]
const verdict = (kind) => async (page) => { await page.fill('#card-code', kind); await page.keyboard.press('Enter') }
for (const kind of ['valid', 'revoked', 'unknown', 'expired', 'forged']) PLACES.push([`verdict-${kind}`, '', 'card/verify'])
PLACES.push(['builder-question', '', 'survey/edit/s0'], ['member-errors', '', 'member/new'], ['palette', '', 'home'], ['redeemed', 'as=provider', 'market/redeem'], ['found', '', 'law'])
const ACTS = {
  ...Object.fromEntries(['valid', 'revoked', 'unknown', 'expired', 'forged'].map((kind) => [`verdict-${kind}`, verdict(kind)])),
  'builder-question': (page) => page.click('li:nth-child(2) > button'), 'member-errors': (page) => page.keyboard.press('Control+Enter'), palette: (page) => page.keyboard.press('Control+k'),
  'grant-ask': (page) => page.getByRole('button', { name: 'Xem và quyết' }).click(), 'grant-end': (page) => page.getByRole('button', { name: 'Kết thúc quyền' }).click(), 'pin-change': async (page) => { await page.getByRole('button', { name: 'Đổi mã PIN' }).click(); await page.keyboard.press('Enter') },
  redeemed: async (page) => { await page.fill('#voucher-code', 'x'); await page.keyboard.press('Enter') }, found: (page) => page.fill('#law-find', 'mẫu'),
}
const LOOKS = [['light', ''], ['dark', 'theme=dark'], ['200', 'text=200']]
const only = process.argv[3]
let faults = 0
for (const [look, query] of LOOKS) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, timezoneId: 'America/New_York' })
  const page = await context.newPage()
  page.on('pageerror', (error) => { faults += 1; console.log(`ERROR ${look}: ${error.message}`) })
  page.on('console', (message) => { if (message.type() === 'error') { faults += 1; console.log(`console ${look}: ${message.text()}`) } })
  await page.clock.install({ time: Date.UTC(2026, 10, 23, 7, 5) })
  for (const [name, who, place] of PLACES) {
    if (only && !name.match(only)) continue
    await page.goto('about:blank')
    await page.goto(`http://127.0.0.1:${port}/?${[query, who].filter(Boolean).join('&')}#/${place}`)
    await page.waitForSelector('h1')
    await page.clock.runFor(700)
    await page.waitForTimeout(150)
    // What a place shows only after an act: a verdict, a redemption, an error summary.
    if (ACTS[name]) { await ACTS[name](page); await page.clock.runFor(500); await page.waitForTimeout(100) }
    await page.screenshot({ path: `${out}/${name}-${look}.png` })
    const wide = await page.evaluate(() => { const root = document.documentElement; const over = [...document.querySelectorAll('main *')].filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !node.closest('.spoken, .scroller, pre')).slice(0, 3); return root.scrollWidth > innerWidth ? 'page' : over.map((node) => `${node.tagName}.${node.className}`).join(' ') })
    if (wide !== '') { faults += 1; console.log(`${name} ${look}: sideways: ${wide}`) }
    // A toast that is still fading in has no colours of its own yet.
    await page.evaluate(() => Promise.all(document.getAnimations().map((move) => move.finished.catch(() => null))))
    const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
    for (const violation of found.violations) { faults += 1; console.log(`${name} ${look}: ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`) }
  }
  await context.close()
}
await browser.close()
await server.close()
console.log(`${faults} faults; pictures in ${out}`)
process.exit(faults === 0 ? 0 : 1)
