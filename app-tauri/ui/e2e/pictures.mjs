// The pictures of the README: `node e2e/pictures.mjs --bin DIR OUT`. The law in them is the sample regulation, never a
// real text. ImageMagick gives them indexed colours.
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { NETWORK_MS, Walk, enter } from './walk.mjs'
import { PIN, World } from './world.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const { values, positionals } = parseArgs({ allowPositionals: true, options: { bin: { type: 'string', default: here('../../../target/debug') }, page: { type: 'string', default: here('../dist') } } })
const out = positionals[0] ?? here('../../../docs/pictures')
mkdirSync(out, { recursive: true })
const world = new World({ bin: values.bin, page: values.page, law: null })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
const walk = new Walk(browser, out)

async function picture(visitor, name) {
  await visitor.page.waitForTimeout(700)
  const path = join(out, `${name}.png`)
  await visitor.page.screenshot({ path })
  execFileSync('convert', [path, '+dither', '-colors', '96', '-define', 'png:compression-level=9', '-strip', `PNG8:${path}`])
}
const ready = (row) => row.getByText(/Mới nhất|Đã có đủ/).waitFor({ timeout: NETWORK_MS })

try {
  await world.found(); await world.serve()
  await world.enrol('văn phòng', 'hung', 'hung', PIN); await world.enrol('lan', 'lan', 'lan'); await world.enrol('second', 'hung', 'hung-2'); await world.enrol('văn phòng', 'quang', 'quang', PIN); await world.enrol('văn phòng', 'lan', 'lan-2'); await world.enrol('tỉnh', 'mai', 'mai'); await world.enrol('nhà thuốc', 'hoa', 'hoa')
  const hung = await walk.visit('hung', await world.twin('văn phòng')), { page } = hung
  // Each was here once, so that the list of people can say who and when.
  const leaveSeat = async () => { await hung.press('Đổi người'); await hung.titled('Ai đang dùng máy này?') }
  await enter(hung, 'Đặng Minh Quang', PIN); await leaveSeat(); await enter(hung, 'Nguyễn Thị Ngọc Lan'); await leaveSeat(); await enter(hung, 'Phạm Quốc Hùng', PIN); await leaveSeat(); await picture(hung, 'people-door')
  await enter(hung, 'Phạm Quốc Hùng', PIN)
  await hung.go('member'); await page.fill('#member-find', 'lan'); await page.waitForTimeout(900); await page.locator('tbody tr', { hasText: 'Nguyễn Thị Ngọc Lan' }).click(); await picture(hung, 'roster'); await page.fill('#member-find', '')
  await hung.go('survey'); await page.getByRole('link', { name: 'Kết quả' }).first().click(); await hung.titled(/Kết quả/); await picture(hung, 'survey-board')
  await hung.go('sync'); const law = page.locator('tr', { hasText: /luật/i }); await law.getByRole('button', { name: /Tải/ }).click(); await ready(law)
  await hung.go('law'); await page.fill('#law-find', 'điều 7'); await page.locator('#hit-0 a').waitFor(); await page.keyboard.press('Enter'); await page.locator('.block').first().waitFor(); await picture(hung, 'law-article')
  await hung.go('market/offers'); await page.locator('tbody a').first().click(); await hung.see('Giá đoàn viên'); await picture(hung, 'market')
  const lan = await walk.visit('lan', await world.twin('lan'), { permissions: ['clipboard-read', 'clipboard-write'] })
  await enter(lan, 'Nguyễn Thị Ngọc Lan'); await lan.go('card/mine'); await lan.page.locator('article h2').waitFor(); await picture(lan, 'card')
  await lan.press(/^Chép/); const text = await lan.page.evaluate(() => navigator.clipboard.readText())
  const hoa = await walk.visit('hoa', await world.twin('nhà thuốc'))
  await enter(hoa, 'Trịnh Thị Hoa'); await hoa.go('sync'); await ready(hoa.page.locator('tr', { hasText: /thẻ/i }))
  await hoa.go('card/verify'); await hoa.page.fill('#card-code', text); await hoa.page.keyboard.press('Enter'); await hoa.page.locator('.verdict').waitFor(); await picture(hoa, 'card-verdict')
  const second = world.home('second', 'hung'); await world.cli(second, 'sync')
  await world.cli(second, 'grant', 'propose', 'Vũ Thị Hồng Nhung', '--to', '2027-12-31'); await world.cli(second, 'sync')
  const mai = await walk.visit('mai', await world.twin('tỉnh'))
  await enter(mai, 'Lê Thị Tuyết Mai'); await mai.go('grant/new'); await mai.page.locator('#unit option').first().waitFor({ state: 'attached' }); await mai.page.fill('#name', 'Trần Văn Phúc'); await mai.page.selectOption('#unit', { label: 'Quán cơm Sông Bé' }); await mai.page.keyboard.press('Control+Enter'); await mai.page.waitForURL((url) => /#\/grant\/(?!new)/.test(url.hash))
  await mai.sent(); await mai.go('grant'); await mai.page.locator('tbody tr', { hasText: 'Vũ Thị Hồng Nhung' }).click(); await mai.page.waitForTimeout(8500); await picture(mai, 'grants'); await walk.leave(mai)
  const lanId = (await world.ask(second, 'member', 'list', 'Ngọc Lan')).rows[0].id
  await walk.leave(hung); await world.closeTwin('văn phòng'); await world.cut()
  const offline = await walk.visit('hung', await world.twin('văn phòng'))
  await enter(offline, 'Phạm Quốc Hùng', PIN)
  await world.cli(second, 'member', 'status', lanId, 'paused', '--reason', 'nghỉ ốm').catch(() => undefined)
  await offline.go(`member/${lanId}/status`); await offline.page.getByText('Tạm dừng').first().click(); await offline.page.fill('#reason', 'nghỉ thai sản'); await offline.page.keyboard.press('Control+Enter'); await offline.page.waitForURL((url) => url.hash.endsWith(lanId))
  for (const name of ['Vũ Thị Hồng Nhung', 'Trần Văn Phúc']) { await offline.go('member/new'); await offline.page.fill('#name', name); await offline.page.keyboard.press('Control+Enter'); await offline.page.waitForURL((url) => !url.hash.endsWith('new')) }
  await offline.go('sync'); await offline.network('Ngoại tuyến'); await offline.page.waitForTimeout(9000); await picture(offline, 'sync-offline')
  await walk.leave(offline); await world.closeTwin('văn phòng'); await world.serve(); await world.cli(second, 'sync')
  const back = await walk.visit('hung', await world.twin('văn phòng'))
  await enter(back, 'Phạm Quốc Hùng', PIN); await back.page.locator('footer .sync').getByText('Bị từ chối 1').waitFor({ timeout: NETWORK_MS })
  await back.go('sync'); await back.page.waitForTimeout(4000); await picture(back, 'sync-refused')
} finally { await browser.close(); await world.end() }
process.exit(0)
