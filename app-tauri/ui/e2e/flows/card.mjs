// The card: shown by Lan, judged by cô Hoa with the line cut, from text and from a picture.
import { enter, same, sure } from '../walk.mjs'

export const card = (walk, world) => walk.flow('card', async (step) => {
  const lan = await walk.visit('lan', await world.twin('lan'))
  await enter(lan, 'Nguyễn Thị Ngọc Lan')
  const hoa = await walk.visit('hoa', await world.twin('pharmacy'))
  await enter(hoa, 'Trịnh Thị Hoa')
  const { page } = hoa
  let text = '', picture = null
  const verdict = page.locator('.verdict')

  await step('Lan’s card: her name, a code, who signed it', async () => {
    await lan.go('card/mine'); await lan.page.locator('article h2').waitFor()
    same(await lan.page.locator('article h2').innerText(), 'Nguyễn Thị Ngọc Lan', 'name')
    const code = lan.page.locator('article').getByRole('img'); await code.waitFor(); await lan.axe('card'); await lan.fits('card')
    picture = await code.screenshot()
    await lan.context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await lan.press(/^Chép/); text = await lan.page.evaluate(() => navigator.clipboard.readText())
    sure(text.length > 100, 'no text of the card')
  })
  await step('Hoa’s list of ended cards is downloaded, then her line is cut', async () => {
    await hoa.go('sync')
    const pack = page.locator('tr', { hasText: /thẻ/i })
    await pack.waitFor()
    if (await pack.getByRole('button', { name: 'Tải khi có mạng' }).count() > 0) await pack.getByRole('button', { name: 'Tải khi có mạng' }).click()
    await pack.getByText(/Mới nhất|Đã có đủ/).waitFor({ timeout: 60_000 })
    await world.cut(); await hoa.network('Ngoại tuyến')
  })
  try {
    await step('pasted: valid, with the name and the age of the list', async () => {
      await hoa.go('card/verify'); await page.fill('#card-code', text); await page.keyboard.press('Enter')
      await verdict.waitFor(); sure(/valid/.test(await verdict.getAttribute('class')), `verdict: ${await verdict.innerText()}`)
      await hoa.see('Nguyễn Thị Ngọc Lan'); await hoa.axe('valid'); await hoa.fits('valid')
    })
    await step('the same from a picture file', async () => {
      await hoa.press('Kiểm thẻ kế'); await verdict.waitFor({ state: 'detached' })
      const chooser = page.waitForEvent('filechooser'); await hoa.press(/Chọn ảnh/)
      await (await chooser).setFiles({ name: 'the.png', mimeType: 'image/png', buffer: picture })
      await hoa.see('Nguyễn Thị Ngọc Lan'); sure(/valid/.test(await verdict.getAttribute('class')), `verdict: ${await verdict.innerText()}`)
    })
    await step('one letter changed: forged, and no name is shown', async () => {
      const at = text.length - 12, forged = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
      await page.fill('#card-code', forged); await page.keyboard.press('Enter'); await page.locator('.verdict.forged').waitFor()
      sure(await page.locator('h2.who').count() === 0, 'a name is shown'); await hoa.axe('forged')
    })
    await step('nonsense and a picture without a code are told apart from a card', async () => {
      await page.fill('#card-code', 'khong-phai-the'); await page.keyboard.press('Enter'); await page.locator('[role=alert]').first().waitFor(); sure(await page.locator('.verdict.valid').count() === 0, 'valid')
      const blank = await page.screenshot({ clip: { x: 300, y: 600, width: 60, height: 60 } })
      const chooser = page.waitForEvent('filechooser'); await hoa.press(/Chọn ảnh/); await (await chooser).setFiles({ name: 'trong.png', mimeType: 'image/png', buffer: blank })
      await hoa.see(/[Kk]hông thấy mã|không có mã/, '[role=alert]')
    })
  } finally { await world.serve() }
})
