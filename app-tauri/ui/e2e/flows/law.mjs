// The library: downloaded as a signed pack, searched and read with the line cut.
import { enter, sure } from '../walk.mjs'

export const law = (walk, world) => walk.flow('law', async (step) => {
  const lan = await walk.visit('lan', await world.twin('lan'))
  await enter(lan, 'Nguyễn Thị Ngọc Lan')
  const { page } = lan
  const hit = page.locator('#hit-0')

  await step('with no library the room says how to get one', async () => {
    await lan.go('law'); await lan.see('Chưa có gói luật trên máy này'); await lan.axe('law without a library')
    await lan.press('Mở Gói ngoại tuyến'); await page.waitForURL(/#\/sync/)
  })
  await step('the pack is downloaded, with its size in bytes, and checked', async () => {
    const pack = page.locator('tr', { hasText: /[Ll]uật/ })
    await pack.getByRole('button', { name: 'Tải khi có mạng' }).click()
    await pack.getByText(/Mới nhất|Đã có đủ/).waitFor({ timeout: 90_000 }); await lan.axe('packs'); await lan.fits('packs')
  })
  await step('the line is cut', async () => { await world.cut(); await lan.network('Ngoại tuyến') })
  try {
    await step('words with and without accents find the same article first', async () => {
      await lan.go('law'); await page.locator('#law-find').waitFor(); await lan.axe('documents')
      const first = async (typed) => { await page.fill('#law-find', typed); await hit.locator('a').first().waitFor(); await page.waitForTimeout(500); return hit.locator('a').first().innerText() }
      const [exact, folded] = world.law === null ? [await first('tiền lương'), await first('tien luong')] : [await first('tiền lương làm thêm giờ'), await first('tien luong lam them gio')]
      sure(exact === folded, `${exact} / ${folded}`); await lan.axe('results'); await lan.fits('results')
    })
    await step('a citation goes straight to its article, in its place, with its dates', async () => {
      await page.fill('#law-find', world.law === null ? 'điều 1' : 'dieu 98 bo luat lao dong'); await hit.getByText('Đi thẳng đến').waitFor()
      await page.keyboard.press('Enter'); await page.locator('.block').first().waitFor()
      await lan.titled(world.law === null ? /Điều 1/ : /Điều 98/); await lan.see(/Còn hiệu lực|Chưa rõ/); await page.locator('.lead [aria-current=page]').waitFor()
      await lan.axe('article'); await lan.fits('article')
    })
    await step('the next article is one key away, and the search is still there on the way back', async () => {
      await page.keyboard.press(']'); await page.waitForFunction(() => !/^Điều (1|98)[. ]/.test(document.querySelector('h1')?.textContent ?? '')); await lan.go('law'); await hit.waitFor()
    })
    await step('nothing found says so', async () => { await page.fill('#law-find', 'xyzzyq'); await lan.see('Không thấy điều nào cho “xyzzyq”') })
    if (world.law !== null) await step('an article that a code does not have is said to be none of it', async () => {
      await page.fill('#law-find', 'điều 999 bộ luật lao động'); await lan.see(/Không có “điều 999 bộ luật lao động”: .* có 220 điều/); await lan.axe('no such article')
    })
  } finally { await world.serve() }
})
