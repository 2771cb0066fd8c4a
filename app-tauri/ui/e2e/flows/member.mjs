// The roster: find, filter, open, admit, correct, invite, end a device.
import { PIN } from '../world.mjs'
import { enter, same, sure } from '../walk.mjs'

const NAME = 'Võ Thị Thử Nghiệm'
const row = (page, text) => page.locator('tbody tr:not(.space)', { hasText: text })

export const member = (walk, world) => walk.flow('member', async (step) => {
  const hung = await walk.visit('hung', await world.twin('office'))
  const { page } = hung
  await enter(hung, 'Phạm Quốc Hùng', PIN)
  await hung.go('member')
  const note = page.locator('.note')
  let invitation = ''

  await step('found with accents, without, and by phone; exact spelling first', async () => {
    await row(page, /./).first().waitFor()
    for (const typed of ['Ngọc Lan', 'ngoc lan', 'lan ngoc', 'NGỌC lan']) { await page.fill('#member-find', typed); await row(page, 'Nguyễn Thị Ngọc Lan').first().waitFor() }
    await page.fill('#member-find', '0900001002'); await row(page, 'Nguyễn Thị Ngọc Lan').waitFor()
    await page.waitForFunction(() => document.querySelectorAll('tbody tr:not(.space)').length === 1)
  })
  await step('nobody found says what was asked', async () => { await page.fill('#member-find', 'zzzz'); await hung.see('Không thấy ai cho “zzzz”'); await hung.axe('nobody found'); await page.fill('#member-find', '') })
  await step('a filter leaves only its rows, and says of how many', async () => {
    await page.getByLabel('Trạng thái').selectOption('paused')
    await page.waitForFunction(() => { const rows = [...document.querySelectorAll('tbody tr:not(.space)')]; return rows.length > 0 && rows.every((one) => one.textContent.includes('Tạm dừng')) })
    sure(/Thấy \d+ trong \d+ người/.test(await note.innerText()), `note: ${await note.innerText()}`)
    await hung.press('Bỏ lọc'); await hung.see(/\d người, đủ đến/, '.note')
  })
  await step('the pane follows the arrow keys, Enter opens, Escape comes back', async () => {
    await page.locator('table[role=grid]').focus(); await page.keyboard.press('Home'); await page.keyboard.press('ArrowDown')
    same(await page.locator('table[role=grid]').getAttribute('aria-activedescendant'), 'row-1', 'cursor')
    const name = await page.locator('#row-1 td').first().innerText()
    await hung.see(name, '.pane')
    await page.keyboard.press('Enter'); await hung.titled(name); await page.keyboard.press('Escape'); await page.waitForURL(/#\/member$/)
  })
  await step('an empty form names its faults and takes the focus to them', async () => {
    await hung.go('member/new'); await page.locator('#name').waitFor(); await page.keyboard.press('Control+Enter')
    same(await page.evaluate(() => document.activeElement?.className.includes('summary')), true, 'focus on the summary')
    await page.fill('#phone', '12'); await page.keyboard.press('Control+Enter'); await hung.see('Số điện thoại cần 10 chữ số'); await hung.axe('form with errors')
  })
  await step('a composed word (Telex) passes through a field whole', async () => {
    await page.locator('#job').click()
    const typist = await hung.context.newCDPSession(page)
    for (const text of ['V', 'Vi', 'Viê', 'Viêt', 'Việt']) await typist.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await typist.send('Input.insertText', { text: 'Việt' })
    same(await page.inputValue('#job'), 'Việt', 'field')
  })
  await step('admitted: saved here first and said so, then sent by itself', async () => {
    await page.fill('#name', NAME); await page.fill('#born', '14/8/1994'); await page.fill('#phone', '0900 777 001'); await page.fill('#job', 'Công nhân may')
    await page.keyboard.press('Control+Enter'); await page.waitForURL((url) => /#\/member\/(?!new)/.test(url.hash)); await hung.titled(NAME)
    await hung.see('Đã lưu trên máy: kết nạp'); await hung.sent()
    await hung.axe('record')
  })
  await step('the roster finds the new member by a corrected phone', async () => {
    await page.keyboard.press('e'); await page.locator('#phone').waitFor()
    same(await page.inputValue('#phone'), '0900777001', 'phone as typed')
    await page.fill('#phone', '0900777002'); await page.keyboard.press('Control+Enter'); await page.waitForURL((url) => /#\/member\/[^/]+$/.test(url.hash)); await hung.titled(NAME)
    await hung.go('member'); await page.fill('#member-find', '0900777002'); await row(page, NAME).waitFor(); await page.fill('#member-find', '')
    await hung.sent()
  })
  await step('a name that is markup is shown like any other, and nothing of it runs', async () => {
    const trick = '<img src=x onerror="window.ran=1">'
    await hung.go('member/new'); await page.locator('#name').waitFor(); await page.fill('#name', trick); await page.fill('#job', '<script>window.ran=1</script>')
    await page.keyboard.press('Control+Enter'); await page.waitForURL((url) => /#\/member\/(?!new)/.test(url.hash)); await hung.titled(trick); await hung.sent()
    await hung.go('member'); await page.fill('#member-find', trick); await row(page, trick).waitFor()
    same(await page.evaluate(() => `${window.ran} ${document.querySelectorAll('img[src="x"]').length}`), 'undefined 0', 'ran as a program')
    await page.fill('#member-find', '')
  })
  await step('what another office corrects while the form is open is shown; nothing of either is lost', async () => {
    await page.fill('#member-find', NAME); await row(page, NAME).dblclick(); await hung.titled(NAME)
    const second = world.home('second', 'hung'), id = new URL(page.url()).hash.split('/').pop()
    await world.cli(second, 'sync')
    await page.keyboard.press('e'); await page.locator('#phone').waitFor(); same(await page.inputValue('#phone'), '0900777002', 'phone before')
    await world.cli(second, 'member', 'edit', id, '--phone', '0900777003', '--department', 'Kho'); await world.cli(second, 'sync')
    await hung.until('member_detail', { id }, (detail) => detail.form.phone?.endsWith('900777003'))
    await page.fill('#phone', '0900777004'); await page.keyboard.press('Control+Enter')
    await hung.see('Người khác vừa sửa hồ sơ này'); await hung.see('Điện thoại: 0900777003'); await hung.axe('a correction that met another')
    same(await page.inputValue('#phone'), '0900777004', 'phone as typed'); same(await page.inputValue('#department'), 'Kho', 'department as the other wrote it')
    await page.keyboard.press('Control+Enter'); await page.waitForURL((url) => url.hash.endsWith(id)); await hung.see('Kho'); await hung.sent()
    await hung.go('member'); await page.fill('#member-find', '0900777004'); await row(page, NAME).waitFor(); await page.fill('#member-find', '')
  })
  await step('an invitation: text that a new device can use, and a code to scan', async () => {
    await page.fill('#member-find', NAME); await row(page, NAME).dblclick(); await hung.titled(NAME)
    await hung.press('Mời vào ứng dụng')
    const text = page.locator('textarea[readonly]'); await text.waitFor(); await hung.sent()
    sure((await text.inputValue()).startsWith('congdoan:'), 'the text is no invitation')
    await page.getByRole('img', { name: `Mã mời của ${NAME}` }).waitFor()
    invitation = await text.inputValue()
    await hung.axe('invitation')
  })
  await step('printed: the invitation stands alone on the paper', async () => {
    await page.evaluate(() => { window.print = () => { window.printed = (window.printed ?? 0) + 1 } })
    await hung.press('In'); await page.waitForFunction(() => window.printed === 1)
    await page.emulateMedia({ media: 'print' })
    await page.locator('.print-alone').getByText(invitation).waitFor()
    same(await page.locator('.print-alone img').isVisible(), true, 'code on the paper')
    for (const other of ['nav', '.part dl', '.part textarea', 'footer']) sure(!(await page.locator(other).first().isVisible()), `${other} is printed too`)
    await page.emulateMedia({ media: 'screen' })
    await page.evaluate(() => dispatchEvent(new Event('afterprint'))); await page.locator('.print-alone').waitFor({ state: 'detached' })
  })
  await step('the new member joins with that text; the record says so; the device is ended', async () => {
    await world.enrol('phone', 'moi', invitation)
    await hung.syncNow(); await page.goBack(); await hung.titled(NAME)
    await hung.see('Đã dùng'); await hung.see('Máy phone')
    await hung.press('Ngừng máy này'); await page.locator('dialog').getByRole('button', { name: /Ngừng máy/ }).click()
    await hung.see('đã ngừng'); await hung.sent()
    const refused = await world.cli(world.home('phone', 'moi'), 'sync').then((said) => said, (cause) => cause.message)
    sure(/ngừng/.test(refused), `the ended device was told: ${refused}`)
  })
})
