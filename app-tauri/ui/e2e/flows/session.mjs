// The door of a PC that several people share, and the keys that work everywhere.
import { PIN } from '../world.mjs'
import { enter, same, sure } from '../walk.mjs'

export const session = (walk, world) => walk.flow('session', async (step) => {
  const address = await world.twin('office')
  const hung = await walk.visit('hung', address)
  const { page } = hung

  await step('the token leaves the address bar', async () => same(new URL(page.url()).searchParams.get('token'), null, 'token'))
  await step('a page without the token is refused', async () => {
    const answer = await page.request.post(`${new URL(address).origin}/api/session_view`, { data: {} })
    same(answer.status(), 403, 'status')
  })
  await step('the door names the people of this PC', async () => {
    same(await hung.title(), 'Ai đang dùng máy này?', 'title')
    same(await page.locator('.person').count(), 2, 'people')
    await hung.axe('door'); await hung.fits('door')
  })
  await step('a wrong PIN says so and opens nothing', async () => {
    await page.locator('.person', { hasText: 'Phạm Quốc Hùng' }).click()
    await page.fill('#pin', '000001'); await page.keyboard.press('Enter')
    await hung.see(/PIN/, '[role=alert], .error, .banner')
    same(await page.locator('nav a').count(), 0, 'rooms shown')
    await hung.axe('wrong PIN')
  })
  await step('the right PIN opens the first room', async () => { await enter(hung, 'Phạm Quốc Hùng', PIN); await hung.titled('Việc hôm nay') })
  await step('F9, Ctrl K, ?, G then a letter', async () => {
    await hung.go('settings')
    await page.keyboard.press('F9'); await page.waitForURL(/#\/sync/)
    await page.keyboard.press('Control+k'); await page.locator('[role=combobox]').waitFor(); await hung.axe('palette'); await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.locator('h1').click()
    await page.keyboard.type('?'); await page.locator('dialog h2').waitFor(); await hung.axe('keys'); await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('g'); await page.keyboard.press('h'); await page.waitForURL(/#\/home/)
  })
  await step('the palette finds a member and a thing to do without accents', async () => {
    await page.keyboard.press('Control+k'); await page.locator('[role=combobox]').fill('ngoc lan')
    await page.locator('[role=option]', { hasText: 'Nguyễn Thị Ngọc Lan' }).waitFor()
    await page.locator('[role=combobox]').fill('soan khao sat'); await page.locator('[role=option]', { hasText: 'Soạn khảo sát' }).waitFor()
    await page.locator('[role=combobox]').fill('ngoc lan'); await page.locator('[role=option]', { hasText: 'Nguyễn Thị Ngọc Lan' }).click()
    await hung.titled('Nguyễn Thị Ngọc Lan')
  })
  // Typed, not filled: only real keys leave a field that has changed and not settled when the palette goes.
  await step('the palette closes after typing, by Escape and by Enter, and nothing breaks', async () => {
    await hung.go('home')
    for (const key of ['Escape', 'Enter']) {
      await page.keyboard.press('Control+k'); await page.locator('[role=combobox]').waitFor()
      await page.keyboard.type('ngoc lan', { delay: 20 })
      await page.locator('[role=option]', { hasText: 'Nguyễn Thị Ngọc Lan' }).waitFor()
      await page.keyboard.press(key); await page.locator('dialog').waitFor({ state: 'detached' })
    }
    await page.waitForURL(/#\/member\//)
  })
  await step('Ctrl L locks; only the same PIN opens again', async () => {
    await page.keyboard.press('Control+l'); await page.locator('#pin').waitFor(); await hung.titled('Phạm Quốc Hùng')
    const answer = await page.evaluate(async () => (await fetch('/api/member_list', { method: 'POST', headers: { 'x-twin-token': sessionStorage.getItem('congdoan-twin-token') }, body: '{"offset":0,"limit":1}' })).status)
    sure(answer >= 400, 'a locked desk still answers')
    await enter(hung, 'Phạm Quốc Hùng', PIN)
  })
  await step('Đổi người: Quang sits down, and sees his own rooms', async () => {
    await hung.press('Đổi người'); await hung.titled('Ai đang dùng máy này?')
    await enter(hung, 'Đặng Minh Quang', PIN)
    await hung.see('Đặng Minh Quang', '.me')
    await hung.press('Đổi người'); await hung.titled('Ai đang dùng máy này?'); await enter(hung, 'Phạm Quốc Hùng', PIN); await hung.see('Phạm Quốc Hùng', '.me')
  })
})
