// The truth about sync: waiting, withdrawn, refused and why, mended, discarded; started with no network at all.
import { PIN } from '../world.mjs'
import { enter, same } from '../walk.mjs'

/** Two members whose status two offices change while neither sees the other. */
const MENDED = 'Nguyễn Thị Ngọc Lan'
const NEW = 'Trần Văn Ngoại Tuyến'

export const sync = (walk, world) => walk.flow('sync', async (step) => {
  const second = world.home('second', 'hung')
  await world.cli(second, 'sync')
  const people = (await world.ask(second, 'member', 'list', '--limit', '400')).rows.filter((row) => row.status === 'active')
  const mended = people.find((row) => row.name === MENDED)
  const discarded = people.find((row) => row.name !== MENDED && people.filter((other) => other.name === row.name).length === 1 && !/Hùng/.test(row.name))

  await world.closeTwin('office')
  await world.cut()
  const hung = await walk.visit('hung', await world.twin('office'))
  const { page } = hung
  await enter(hung, 'Phạm Quốc Hùng', PIN)

  await step('the program opens with no network, says since when, and every room is readable', async () => {
    await hung.network('Ngoại tuyến'); await hung.go('member'); await page.fill('#member-find', 'ngoc lan'); await page.locator('tbody tr:not(.space)', { hasText: MENDED }).first().waitFor(); await page.fill('#member-find', '')
    await hung.go('sync'); await hung.see(/Ngoại tuyến từ/); await hung.see('Mọi việc nằm trên máy này'); await hung.axe('panel offline'); await hung.fits('panel offline')
  })
  await step('a person who asks to send now is told what is so, and loses nothing', async () => {
    await hung.press('Thử gửi ngay'); await page.getByRole('button', { name: 'Thử gửi ngay' }).and(page.locator(':enabled')).waitFor(); await hung.see(/Ngoại tuyến từ/)
  })
  const admit = async (name) => { await hung.go('member/new'); await page.fill('#name', name); await page.fill('#department', 'Kho'); await page.keyboard.press('Control+Enter'); await page.waitForURL((url) => /#\/member\/(?!new)/.test(url.hash)) }
  await step('what is done offline waits and is named', async () => {
    await admit(NEW); await hung.see('Chờ gửi 1', 'footer'); await hung.see('Chờ gửi', 'main')
  })
  await step('withdrawn before anything was sent: the form holds the words again', async () => {
    await hung.go('sync'); await page.locator('li', { hasText: NEW }).getByRole('button', { name: 'Rút lại' }).click()
    await page.waitForURL(/#\/member\/new/); same(await page.inputValue('#name'), NEW, 'name'); same(await page.inputValue('#department'), 'Kho', 'department')
    await page.locator('footer .sync').getByText('Đã gửi hết').waitFor()
    await hung.go('member'); await page.fill('#member-find', NEW); await hung.see(`Không thấy ai cho “${NEW}”`); await page.fill('#member-find', '')
  })
  await step('undone with Ctrl Z while nothing was sent', async () => {
    await admit(NEW); await hung.see('Chờ gửi 1', 'footer'); await page.locator('h1').click(); await page.keyboard.press('Control+z')
    await page.locator('footer .sync').getByText('Đã gửi hết').waitFor()
  })
  await step('what an invitation needs is taken back with it, or stays', async () => {
    await admit(NEW); await hung.press('Mời vào ứng dụng'); await hung.see('Chờ gửi 2', 'footer')
    await hung.go('sync'); const row = page.locator('li', { hasText: `Kết nạp ${NEW}` })
    await row.getByRole('button', { name: 'Rút lại' }).click(); await page.locator('dialog').getByText('Còn 1 việc chờ gửi cần đến việc này').waitFor()
    await hung.axe('taking back what others need'); await page.locator('dialog').getByRole('button', { name: 'Giữ lại' }).click()
    await hung.see('Chờ gửi 2', 'footer'); await row.getByRole('button', { name: 'Rút lại' }).click()
    await page.locator('dialog').getByRole('button', { name: 'Rút lại cả 2 việc' }).click()
    await page.waitForURL(/#\/member\/new/); same(await page.inputValue('#name'), NEW, 'name'); await page.locator('footer .sync').getByText('Đã gửi hết').waitFor()
  })
  await step('two offices, each offline, pause the same two people', async () => {
    for (const { id } of [mended, discarded]) {
      await world.cli(second, 'member', 'status', id, 'paused', '--reason', 'nghỉ ốm').catch((cause) => { if (!/mạng|Ngoại tuyến/i.test(cause.message)) throw cause })
      await hung.go(`member/${id}/status`); await page.getByText('Tạm dừng', { exact: false }).first().click(); await page.fill('#reason', 'nghỉ thai sản')
      await page.keyboard.press('Control+Enter'); await page.waitForURL((url) => url.hash.endsWith(id))
    }
    await hung.see('Chờ gửi 2', 'footer')
    // One more that nothing stands against: a refusal must not hold it up.
    await admit(NEW); await hung.see('Chờ gửi 3', 'footer')
    await hung.go('home'); await hung.axe('home with waiting things')
  })
  await walk.leave(hung)
  await world.closeTwin('office')
  await world.serve()
  await world.cli(second, 'sync')
  const back = await walk.visit('hung', await world.twin('office'))
  await enter(back, 'Phạm Quốc Hùng', PIN)
  const { page: again } = back
  const refused = (name) => again.locator('article', { hasText: name })

  await step('refused: each with its reason and what is kept; the rest went through', async () => {
    await again.locator('footer .sync').getByText('Bị từ chối 2').waitFor({ timeout: 45_000 })
    await back.go('home'); for (const { name } of [mended, discarded]) { await refused(name).getByText(/Bị từ chối: \S+/).waitFor() }
    await back.axe('home with refused things'); await back.fits('home with refused things')
    await back.go('sync'); await refused(MENDED).waitFor(); await again.locator('li', { hasText: NEW }).getByText(/Đã gửi/).waitFor()
    await back.axe('panel with refused things'); await back.fits('panel with refused things')
  })
  await step('mended: the form opens with the words, another status is chosen, and it is sent', async () => {
    await refused(MENDED).getByRole('button', { name: /Sửa và gửi lại/ }).click(); await again.waitForURL(/\/status$/)
    await back.see('bị từ chối lần trước'); same(await again.inputValue('#reason'), 'nghỉ thai sản', 'reason')
    await again.getByText('Đang sinh hoạt', { exact: false }).first().click(); await again.fill('#reason', 'đi làm lại'); await again.keyboard.press('Control+Enter')
    await again.waitForURL((url) => url.hash.endsWith(mended.id)); await again.locator('footer .sync').getByText('Bị từ chối 1').waitFor()
    await back.see('Đang sinh hoạt')
  })
  await step('discarded: asked once, named, and gone', async () => {
    await back.go('sync'); await refused(discarded.name).getByRole('button', { name: 'Bỏ việc này' }).click()
    await again.locator('dialog').getByText('sẽ mất').waitFor(); await back.axe('discard'); await again.locator('dialog').getByRole('button', { name: /^Bỏ “/ }).click()
    await back.until('sync_status', {}, (status) => status.refused === 0); await again.locator('article').waitFor({ state: 'detached' }); await back.sent()
  })
})
