// A survey from building to the board: published by Hùng, answered by Lan with the line cut, counted when it is back.
import { PIN } from '../world.mjs'
import { dayAhead, enter, same, sure } from '../walk.mjs'

const TITLE = 'Giờ nghỉ giữa ca có đủ không?'
const row = (page) => page.locator('tr', { hasText: TITLE })

export const survey = (walk, world) => walk.flow('survey', async (step) => {
  const hung = await walk.visit('hung', await world.twin('office'))
  const { page } = hung
  await enter(hung, 'Phạm Quốc Hùng', PIN)
  const lan = await walk.visit('lan', await world.twin('lan'))
  await enter(lan, 'Nguyễn Thị Ngọc Lan')

  await step('an empty survey is not sent, and says what is missing', async () => {
    await hung.go('survey'); await page.keyboard.press('n'); await page.waitForURL(/#\/survey\/edit\//); await page.locator('#title').waitFor()
    await page.keyboard.press('Control+Enter'); await hung.see('Chưa đặt tên khảo sát'); await hung.axe('builder with errors')
  })
  await step('four kinds of question, kept on this device while they are written', async () => {
    await page.fill('#title', TITLE); await page.fill('#intro', 'Để làm việc với công ty về giờ nghỉ.'); await page.fill('#closes', dayAhead(9))
    const add = async (kind, text) => { await page.locator('#add-question button').click(); await page.locator('#question-text').fill(text); await page.locator('#question-kind').selectOption(kind) }
    await add('single', 'Giờ nghỉ có đủ không?'); await page.locator('.option input').nth(0).fill('Đủ'); await page.locator('.option input').nth(1).fill('Thiếu')
    await add('multiple', 'Cần đổi điều gì?'); await page.locator('.option input').nth(0).fill('Nghỉ dài hơn'); await page.locator('.option input').nth(1).fill('Chỗ ngồi nghỉ')
    await page.getByText('Bắt buộc trả lời').click()
    await add('scale', 'Chấm điểm chỗ nghỉ'); await page.fill('#scale-min-label', 'rất kém'); await page.fill('#scale-max-label', 'rất tốt')
    await add('text', 'Anh/chị muốn nói thêm gì?'); await page.getByText('Bắt buộc trả lời').click()
    await hung.see('Đã lưu trên máy', 'header'); await hung.axe('builder'); await hung.fits('builder')
  })
  await step('the draft is there after the page is read again', async () => {
    await page.waitForTimeout(800); await page.reload(); await page.locator('#title').waitFor()
    same(await page.inputValue('#title'), TITLE, 'title'); same(await page.locator('.lead li').count(), 5, 'outline')
  })
  await step('published to the branch', async () => {
    await page.keyboard.press('Control+Enter'); await page.waitForURL(/#\/survey$/); await row(page).waitFor(); await hung.sent()
    await row(page).getByText('Đang mở').waitFor()
  })
  await step('Lan has it, the line is cut, her page says so by itself', async () => {
    await lan.syncNow(); await lan.go('survey'); await row(lan.page).waitFor()
    await world.cut()
    await lan.network('Ngoại tuyến'); await hung.network('Ngoại tuyến')
  })
  await step('Lan answers offline: a missing answer is named, her words are kept, the answer waits', async () => {
    await row(lan.page).getByRole('link', { name: 'Trả lời', exact: true }).click(); await lan.titled(TITLE)
    await lan.page.locator('fieldset').first().waitFor(); await lan.axe('answer form'); await lan.fits('answer form')
    await lan.page.getByText('Thiếu', { exact: true }).click(); await lan.page.locator('textarea').fill('Ghế nghỉ còn ít.')
    await lan.page.keyboard.press('Control+Enter'); await lan.see('Chưa trả lời câu 3')
    await lan.page.waitForTimeout(600); await lan.page.reload(); await lan.page.locator('textarea').waitFor()
    same(await lan.page.locator('textarea').inputValue(), 'Ghế nghỉ còn ít.', 'kept words')
    await lan.page.locator('.scale label', { hasText: '4' }).click(); await lan.page.getByText('Chỗ ngồi nghỉ', { exact: true }).click()
    await lan.page.keyboard.press('Control+Enter'); await lan.page.waitForURL(/#\/survey$/)
    await lan.see('Chờ gửi 1', 'footer'); await row(lan.page).getByText('đã trả lời').waitFor(); await lan.axe('list while waiting')
  })
  await step('nothing is counted while the line is cut', async () => { await row(page).getByText('0 trong').waitFor() })
  await step('the line is back: sent by itself, and Hùng’s board counts one', async () => {
    await world.serve(); await lan.network('Có mạng'); await lan.sent(); await hung.network('Có mạng')
    await row(page).getByText(/^1 trong/).waitFor()
    await row(page).getByRole('link', { name: 'Kết quả' }).click(); await hung.titled(/Kết quả/)
    await hung.see('Ghế nghỉ còn ít.'); await page.locator('section', { hasText: 'Giờ nghỉ có đủ không?' }).getByText('1', { exact: false }).first().waitFor()
    await hung.axe('board'); await hung.fits('board')
    await page.keyboard.press('v'); await page.locator('section table').first().waitFor(); await hung.axe('board as a table')
  })
  await step('Lan changes her answer until it closes', async () => {
    await row(lan.page).getByRole('link', { name: 'Xem, sửa câu trả lời' }).click(); await lan.page.locator('textarea').fill('Nay đã đủ ghế.')
    await lan.page.keyboard.press('Control+Enter'); await lan.sent(); await hung.see('Nay đã đủ ghế.')
    sure(await page.getByText('Ghế nghỉ còn ít.').count() === 0, 'the old answer still stands')
  })
  await step('closed: Lan can read her answer and no longer change it', async () => {
    await hung.go('survey'); await row(page).getByRole('button', { name: 'Đóng khảo sát' }).click(); await page.locator('dialog').getByRole('button', { name: /^Đóng “/ }).click()
    await hung.sent(); await row(page).getByText('Đã đóng').waitFor()
    await lan.syncNow(); await lan.go('survey'); await row(lan.page).getByText('Đã đóng').waitFor()
    await row(lan.page).getByRole('link', { name: 'Xem, sửa câu trả lời' }).click(); await lan.see('Khảo sát đã đóng'); sure(await lan.page.locator('textarea').isDisabled(), 'still open')
  })
})
