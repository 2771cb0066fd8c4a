// The roster at 50,000 rows: only what is on the screen is in the page, and scrolling keeps up. The rows come from
// here, not from a desk: how quickly the store answers is measured in core/store/tests/large_roster.rs.
import { PIN } from '../world.mjs'
import { enter, sure } from '../walk.mjs'

const ROWS = 50_000
/** The table has about 20 rows on a 768 px screen, and some more on both sides. */
const MOST_IN_PAGE = 60
/** A frame is missed at 60 per second above 17 ms; a person sees a stop at about 100. */
const STOP_MS = 100

const rowOf = (n) => ({ id: `m${n}`, name: `Đoàn viên mẫu ${n}`, name_marks: null, code: `79 0241 ${n}`, born_on: '1990-02-03', department: `Chuyền ${n % 60}`, status: 'active', card: 'valid', device_count: 0, sending: null })

export const many = (walk, world) => walk.flow('many', async (step) => {
  const hung = await walk.visit('hung', await world.twin('office'))
  const { page } = hung
  await enter(hung, 'Phạm Quốc Hùng', PIN)
  await page.route('**/api/member_list', async (route) => {
    const { offset, limit } = route.request().postDataJSON()
    const rows = Array.from({ length: Math.max(0, Math.min(limit, ROWS - offset)) }, (_, at) => rowOf(offset + at))
    await new Promise((resolve) => setTimeout(resolve, 40)) // as long as the store takes
    await route.fulfill({ json: { rows, offset, total: ROWS, total_all: ROWS, exact: null, status_counts: [{ status: 'active', count: ROWS }], department_counts: [], as_of: Date.now() } })
  })

  await step('the first rows of 50,000 are there at once', async () => {
    await hung.go('member'); await page.locator('#row-0', { hasText: 'mẫu 0' }).waitFor(); await hung.see('50.000 người', '.note')
    sure(await page.locator('tbody tr').count() <= MOST_IN_PAGE, `${await page.locator('tbody tr').count()} rows in the page`)
  })
  await step('scrolled through at full speed: frames stay short, the page stays small, the last row is reached', async () => {
    const seen = await page.evaluate(async () => {
      const box = document.querySelector('.scroller'), frames = []
      let most = 0
      for (let last = performance.now(), n = 0; n < 240; n += 1) {
        // Slowly at first, as a wheel turns; then from one end to the other, as one drags the bar.
        box.scrollTop += n < 120 ? 120 : box.scrollHeight / 120
        await new Promise((resolve) => requestAnimationFrame(resolve))
        frames.push(performance.now() - last); last = performance.now()
        most = Math.max(most, document.querySelectorAll('tbody tr').length)
      }
      box.scrollTop = box.scrollHeight
      frames.sort((a, b) => a - b)
      return { median: frames[120], p95: frames[228], worst: frames[239], most, nodes: document.querySelectorAll('main *').length }
    })
    console.log(`      frames: median ${seen.median.toFixed(1)} ms, 95 % ${seen.p95.toFixed(1)} ms, longest ${seen.worst.toFixed(1)} ms; at most ${seen.most} rows and ${seen.nodes} nodes in the page`)
    await page.locator(`#row-${ROWS - 1}`, { hasText: `mẫu ${ROWS - 1}` }).waitFor()
    sure(seen.most <= MOST_IN_PAGE, `${seen.most} rows in the page`)
    sure(seen.p95 < STOP_MS, `frames of ${seen.p95.toFixed(0)} ms`)
  })
  await step('End and Home go to the last and the first row by keys', async () => {
    await page.locator('table[role=grid]').focus(); await page.keyboard.press('Home'); await page.locator('#row-0', { hasText: 'mẫu 0' }).waitFor()
    await page.keyboard.press('End'); await page.locator(`#row-${ROWS - 1}`).waitFor(); await hung.fits('the end of 50,000 rows')
  })
  await page.unroute('**/api/member_list')
})
