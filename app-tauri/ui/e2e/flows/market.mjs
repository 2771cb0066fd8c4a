// An offer from the canteen to its redemption: sent, approved by Mai, taken by Lan with no network, redeemed once.
import { dayAhead, enter, sure } from '../walk.mjs'

const TITLE = 'Suất ăn sáng trước ca'

export const market = (walk, world) => walk.flow('market', async (step) => {
  const sang = await walk.visit('sang', await world.twin('canteen'))
  await enter(sang, 'Huỳnh Văn Sang')
  const mai = await walk.visit('mai', await world.twin('province'))
  await enter(mai, 'Lê Thị Tuyết Mai')
  const lan = await walk.visit('lan', await world.twin('lan'))
  await enter(lan, 'Nguyễn Thị Ngọc Lan')
  const row = (visitor) => visitor.page.locator('tr', { hasText: TITLE })
  const result = sang.page.locator('.result')
  const pictures = []
  const redeem = async (picture) => {
    await sang.go('market/redeem')
    const chooser = sang.page.waitForEvent('filechooser'); await sang.press(/Chọn ảnh/)
    await (await chooser).setFiles({ name: 'phieu.png', mimeType: 'image/png', buffer: picture })
    await result.waitFor()
  }

  await step('an incomplete offer is kept as a draft and not sent', async () => {
    await sang.go('market/edit'); await sang.page.fill('#title', TITLE); await sang.page.keyboard.press('Control+Enter')
    await sang.see('Chưa ghi đoàn viên được gì'); await sang.axe('offer with errors'); await sang.page.keyboard.press('Control+s'); await sang.page.waitForURL(/#\/market\/edit\/.+/)
  })
  await step('the offer is written out and sent for approval', async () => {
    const { page } = sang
    await page.locator('#what').waitFor()
    for (const [field, text] of [['what', 'Một suất xôi hoặc bánh mì và sữa đậu.'], ['price', '20.000'], ['member-price', '12.000'], ['place', 'Nhà ăn số 2 (mẫu)'], ['starts', dayAhead(0)], ['ends', dayAhead(30)], ['quantity', '50'], ['per-member', '2']]) await page.fill(`#${field}`, text)
    await page.getByText('công đoàn chịu', { exact: true }).click(); await page.keyboard.press('Control+Enter')
    await page.waitForURL(/#\/market\/own/); await sang.sent(); await row(sang).getByText('Chờ duyệt').waitFor(); await sang.axe('own offers'); await sang.fits('own offers')
  })
  await step('Mai reads who bears a double use and approves', async () => {
    await mai.syncNow(); await mai.go('market/approval'); await row(mai).getByRole('link').click(); await mai.titled(TITLE)
    await mai.see(/hai lần/); await mai.axe('decision'); await mai.press(/^Duyệt$/); await mai.page.waitForURL(/approval/); await mai.sent()
  })
  await step('Lan finds it and takes two vouchers with the line cut', async () => {
    await lan.syncNow(); await lan.go('market/offers'); await lan.page.fill('#market-find', 'suat an sang'); await row(lan).waitFor()
    await world.cut(); await lan.network('Ngoại tuyến')
    await row(lan).getByRole('link').click()
    for (const n of [0, 1]) {
      if (n === 1) { await lan.go('market/offers'); await row(lan).getByRole('link').click() }
      await lan.press(/^Nhận phiếu/); await lan.page.waitForURL(/vouchers\//)
      const mine = lan.page.locator('li.chosen'); await mine.getByRole('img').waitFor()
      pictures.push(await mine.getByRole('img').screenshot())
    }
    await lan.axe('vouchers'); await lan.fits('vouchers'); await lan.see('Chờ gửi 2', 'footer')
    await world.serve(); await lan.network('Có mạng'); await lan.sent()
  })
  await step('Sang redeems the first: accepted by the server', async () => {
    await sang.syncNow(); await redeem(pictures[0]); await sang.page.locator('.result.accepted').waitFor(); await sang.axe('accepted'); await sang.fits('accepted')
  })
  await step('a second redemption is refused with the reason and the time of the first', async () => {
    await redeem(pictures[0]); await sang.page.locator('.result.refused').waitFor()
    sure(/Đã đổi lần đầu.*\d\d:\d\d/s.test(await result.innerText()), await result.innerText()); await sang.axe('refused')
  })
  await step('with the line cut a voucher is “Chờ đối chiếu”, never “đã đổi”, and says who bears it', async () => {
    await world.cut(); await sang.network('Ngoại tuyến'); await redeem(pictures[1]); await sang.page.locator('.result.pending').waitFor()
    const said = await result.innerText(); sure(/Chờ đối chiếu/.test(said) && !/Đã đổi/.test(said), said); sure(/chịu/.test(said), said); await sang.axe('pending')
    await sang.go('market/redemptions'); await sang.page.locator('tbody tr', { hasText: 'Chờ đối chiếu' }).first().waitFor(); await sang.axe('redemptions'); await sang.fits('redemptions')
  })
  await step('back online it is reconciled by itself, and Lan’s voucher says where it was used', async () => {
    await world.serve(); await sang.network('Có mạng'); await sang.sent()
    await sang.page.waitForFunction(() => !document.querySelector('tbody')?.textContent.includes('Chờ đối chiếu'))
    await lan.syncNow(); await lan.go('market/vouchers'); await lan.page.locator('li.spent', { hasText: TITLE }).nth(1).waitFor(); await lan.axe('used vouchers')
  })
})
