// Steps that count, and a person in front of a page.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'

export const same = (have, want, what) => { if (have !== want) throw new Error(`${what}: ${JSON.stringify(have)} instead of ${JSON.stringify(want)}`) }
export const sure = (fact, what) => { if (!fact) throw new Error(what) }

/** A dialog, a list or a word that a slow machine may take its time for. */
export const PATIENCE_MS = 20_000
/** Noticing that the line was cut or is back takes the worker one round. */
export const NETWORK_MS = 45_000

export class Walk {
  passed = 0
  failed = 0
  skipped = 0
  #people = new Set()

  constructor(browser, pictures) { this.browser = browser; this.pictures = pictures; mkdirSync(pictures, { recursive: true }) }

  /** One person at one PC, with a window of their own. */
  async visit(name, address, options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1366, height: 768 }, timezoneId: 'America/New_York', locale: 'vi-VN', ...options })
    const page = await context.newPage()
    const visitor = new Visitor(name, page, context)
    this.#people.add(visitor)
    await page.goto(address)
    await page.locator('h1').first().waitFor()
    return visitor
  }
  async leave(visitor) { this.#people.delete(visitor); await visitor.context.close() }

  /** Steps build on each other: the first that fails ends its flow. */
  async flow(name, work) {
    const step = async (what, act) => {
      const from = Date.now()
      const faults = () => [...this.#people].flatMap((visitor) => visitor.faults.splice(0))
      faults()
      try {
        await act()
        const said = faults()
        if (said.length > 0) throw new Error(said.join('\n'))
        this.passed += 1
        console.log(`ok    ${name}: ${what} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
      } catch (cause) {
        this.failed += 1
        console.log(`FAIL  ${name}: ${what}\n      ${[String(cause.message), ...faults()].join('\n').split('\n').slice(0, 16).join('\n      ')}`)
        for (const visitor of this.#people) {
          const path = join(this.pictures, `failed-${this.failed}-${visitor.name}.png`)
          if (await visitor.page.screenshot({ path }).then(() => true, () => false)) console.log(`FAIL  picture: ${path}`)
        }
        throw Object.assign(new Error('told'), { told: true })
      }
    }
    try { await work(step) } catch (cause) {
      if (!cause.told) { this.failed += 1; console.log(`FAIL  ${name}: ${cause.stack}`) }
      console.log(`      the rest of "${name}" was not walked`)
    } finally { for (const visitor of [...this.#people]) await this.leave(visitor) }
  }
  /** Another walk at the same time, with people of its own; its counts become this one's. */
  async beside(work) {
    const other = new Walk(this.browser, this.pictures)
    await work(other)
    for (const count of ['passed', 'failed', 'skipped']) this[count] += other[count]
  }
  skip(what, why) { this.skipped += 1; console.log(`SKIP  ${what}: ${why}`) }
}

export class Visitor {
  /** What the browser complained about since the last step. */
  faults = []

  constructor(name, page, context) {
    Object.assign(this, { name, page, context })
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', (error) => this.faults.push(`${name}: page error: ${error.message}`))
    // A refusal answers 4xx, and a cut line ends the stream of topics: both are said by the page itself.
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d|EventSource|ERR_INCOMPLETE_CHUNKED/.test(message.text())) this.faults.push(`${name}: console: ${message.text()}`) })
  }

  async go(place) {
    await this.page.evaluate((hash) => { location.hash = hash }, `#/${place}`)
    await this.page.locator('h1').first().waitFor()
    await this.page.waitForTimeout(150)
  }
  title() { return this.page.locator('h1').first().innerText() }
  async titled(text) { await this.page.locator('h1', { hasText: text }).first().waitFor() }
  async see(text, within = 'body') { await this.page.locator(within).getByText(text).first().waitFor() }
  button(name) { return this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name })).first() }
  async press(name) { await this.button(name).click() }
  /** The rooms of the side bar, by name of their address. */
  rooms() { return this.page.locator('nav[data-pane] a').evaluateAll((links) => links.map((link) => link.getAttribute('href').replace(/^#\//, '').split('?')[0])) }
  async network(word) { await this.page.locator('footer .sync').getByText(word).first().waitFor({ timeout: NETWORK_MS }) }
  /** Waits for what the program answers, whatever the page shows meanwhile. */
  async until(call, args, good) {
    const ask = () => this.page.evaluate(async ([name, body]) => (await fetch(`/api/${name}`, { method: 'POST', headers: { 'x-twin-token': sessionStorage.getItem('congdoan-twin-token') }, body: JSON.stringify(body) })).json(), [call, args])
    for (const from = Date.now(); !good(await ask()); await this.page.waitForTimeout(200)) sure(Date.now() - from < NETWORK_MS, `${call} does not answer what was waited for`)
  }
  /** What the program says, not what the page showed a moment ago; then the page, too. */
  async sent() {
    await this.until('sync_status', {}, (status) => status.waiting === 0)
    await this.page.locator('footer .sync').getByText('Chờ gửi').waitFor({ state: 'detached' })
  }
  async syncNow() { await this.go('sync'); await this.press('Thử gửi ngay'); await this.page.getByRole('button', { name: 'Thử gửi ngay' }).and(this.page.locator(':enabled')).waitFor({ timeout: NETWORK_MS }) }
  /** By position in the settings: language 0 vi 1 en, theme 0 system 1 light 2 dark, text 0 … 4 = 200 %. */
  async choose(group, at) { await this.page.locator(`input[name=${group}]`).nth(at).check(); await this.page.waitForTimeout(200) }

  /** WCAG A and AA and axe's best practice, or the rules named: nothing at all may be found. */
  async axe(what, rules = null) {
    // A toast that is still fading in has no colours of its own yet.
    await this.page.evaluate(() => Promise.all(document.getAnimations().map((move) => move.finished.catch(() => null))))
    const builder = new AxeBuilder({ page: this.page })
    const found = await (rules ? builder.withRules(rules) : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])).analyze()
    if (found.violations.length > 0) throw new Error(`${what}: ` + found.violations.map((one) => `${one.id} (${one.impact}) at ${one.nodes.slice(0, 3).map((node) => node.target.join(' ')).join(', ')}`).join('; '))
  }
  /** Nothing lies beyond the right edge, and no line of text is cut by its own box. */
  async fits(what) {
    const faults = await this.page.evaluate(() => {
      const root = document.documentElement, found = []
      if (root.scrollWidth > innerWidth) found.push(`the page scrolls sideways: ${root.scrollWidth} in ${innerWidth}`)
      const name = (node) => `${node.tagName.toLowerCase()}${node.className && typeof node.className === 'string' ? '.' + node.className.split(' ')[0] : ''} "${(node.textContent ?? '').trim().slice(0, 40)}"`
      for (const node of document.querySelectorAll('main *, footer *, header *, nav *')) {
        if (node.closest('.spoken, pre, svg, .skip') || node.getClientRects().length === 0) continue
        const box = node.getBoundingClientRect()
        if (box.right > innerWidth + 1 && !node.closest('.scroller')) found.push(`beyond the edge: ${name(node)}`)
        const style = getComputedStyle(node)
        const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '')
        if (own && style.overflowX !== 'visible' && style.overflowX !== 'auto' && node.scrollWidth > node.clientWidth + 1) found.push(`cut: ${name(node)}`)
        if (own && style.overflowY !== 'visible' && style.overflowY !== 'auto' && node.scrollHeight > node.clientHeight + 2) found.push(`cut below: ${name(node)}`)
      }
      return found.slice(0, 5)
    })
    if (faults.length > 0) throw new Error(`${what}: ${faults.join('; ')}`)
  }
}

/** A civil day some days from now in Việt Nam, as a person types it. */
export function dayAhead(days) {
  const day = new Date(Date.now() + 7 * 3_600_000 + days * 86_400_000)
  return `${String(day.getUTCDate()).padStart(2, '0')}/${String(day.getUTCMonth() + 1).padStart(2, '0')}/${day.getUTCFullYear()}`
}

/** From the door to the first room; a home without a PIN asks for none. */
export async function enter(visitor, who, pin = null) {
  const { page } = visitor
  await page.locator('.person, form, nav a').first().waitFor()
  if (await page.locator('nav a').count() > 0) return
  if (await page.locator('form').count() === 0) await page.locator('.person', { hasText: who }).click()
  const open = page.getByRole('button', { name: 'Mở', exact: true })
  await open.waitFor()
  if (pin === null) await open.click()
  else { await page.fill('#pin', pin); await page.keyboard.press('Enter') }
  await page.locator('nav a').first().waitFor({ timeout: NETWORK_MS })
}
