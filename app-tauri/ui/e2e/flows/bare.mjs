// A home whose lists are empty: before the first sync, over a damaged cache, of somebody who is no member any more, on a
// device that was ended. Never a white page; what is only here is read, copied and dropped.
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { enter, same, sure } from '../walk.mjs'

const NEW = 'Phan Thị Kho Mới'

export const bare = (walk, world) => walk.flow('bare', async (step) => {
  const office = world.home('second', 'hung')
  await world.cli(office, 'sync')
  const rows = (await world.ask(office, 'member', 'list', '--limit', '400', '--status', 'active')).rows
  const alone = rows.filter((row) => rows.filter((other) => other.name === row.name).length === 1 && !/Lan$|Hùng$/.test(row.name)).slice(-3)
  const invited = []
  for (const row of alone) invited.push((await world.ask(office, 'member', 'invite', row.id)).text)
  await world.cli(office, 'sync')
  const [first, expelled, ended] = alone
  const line = (text) => text.match(/congdoan:\S+/)[0]
  await world.enrol('expelled', 'p', line(invited[1]))
  await world.enrol('ended', 'p', line(invited[2]))
  await world.cli(world.home('first', 'p'), 'enrol', '--sample', '--device-name', 'Máy first', '--invitation', line(invited[0]))

  /** Home, F9, settings and law open, whatever is known of the person. */
  const openToEverybody = async (person, said) => {
    const { page } = person
    for (const [room, title] of [['home', 'Việc hôm nay'], ['settings', 'Cài đặt'], ['law', 'Luật'], ['home', 'Việc hôm nay']]) {
      await person.go(room); await person.titled(title); await person.see(said, 'main')
    }
    await person.axe('home of a bare home'); await person.fits('home of a bare home')
    await page.screenshot({ path: join(walk.pictures, `bare-${person.name}-home.png`) })
    await page.keyboard.press('F9'); await person.titled('Đồng bộ'); await person.see(said, 'main')
    await person.axe('panel of a bare home'); await person.fits('panel of a bare home')
    await page.screenshot({ path: join(walk.pictures, `bare-${person.name}-sync.png`) })
    await person.go('home')
  }
  const read = async (person, of, words) => {
    const { page } = person
    await page.locator(of, { hasText: words }).getByRole('button', { name: 'Xem và chép' }).first().click()
    await page.locator('dialog pre', { hasText: words }).waitFor(); await person.axe('the words of a command')
    await page.locator('dialog').getByRole('button', { name: 'Đóng' }).click(); await page.locator('dialog').waitFor({ state: 'detached' })
  }
  const drop = async (person, of) => {
    const { page } = person
    await page.locator(of).getByRole('button', { name: 'Bỏ việc này' }).first().click()
    await page.locator('dialog').getByRole('button', { name: /^Bỏ “/ }).click()
    await person.until('sync_status', {}, (status) => status.waiting + status.refused === 0)
  }

  await world.cut()
  try {
    await step('before the first sync: what it waits for, and what to do', async () => {
      const person = await walk.visit('first', await world.twin('first'))
      await enter(person, first.name)
      await openToEverybody(person, 'Đang chờ tải dữ liệu lần đầu.')
      await person.see('Chưa đồng bộ lần nào', 'footer')
      sure(!(await person.page.locator('main').innerText()).includes('Không còn việc cần xem'), 'nothing is known, so nothing is done')
      await world.serve()
      await person.until('sync_status', {}, (status) => status.lack === null)
      await person.page.locator('.notice', { hasText: 'lần đầu' }).waitFor({ state: 'detached' })
      await person.page.locator('nav a', { hasText: 'Khảo sát' }).waitFor()
      await walk.leave(person); await world.closeTwin('first')
    })
    await step('a folder that was copied is named at the door, and the people are there', async () => {
      cpSync(world.home('first', 'p'), world.home('first', 'p (copy)'), { recursive: true })
      const person = await walk.visit('copied', await world.twin('first'))
      await person.titled('Ai đang dùng máy này?'); same(await person.page.locator('.person').count(), 1, 'people')
      await person.see('Thư mục “p (copy)” là bản chép'); await person.axe('door with a copy'); await person.fits('door with a copy')
      await person.page.screenshot({ path: join(walk.pictures, 'bare-copied.png') })
      await enter(person, first.name); await person.see(first.name, '.me')
      await walk.leave(person); await world.closeTwin('first')
    })
    await step('a damaged cache: told with its time; what waits is read', async () => {
      await world.cut()
      await world.cli(office, 'member', 'admit', NEW)
      writeFileSync(join(office, 'cache.db'), Buffer.alloc(16_384, 0x5a))
      for (const journal of ['cache.db-wal', 'cache.db-shm']) rmSync(join(office, journal), { force: true })
      const person = await walk.visit('damaged', await world.twin('second'))
      await enter(person, 'Phạm Quốc Hùng')
      await openToEverybody(person, /Dữ liệu đã nhận bị hỏng, máy cất riêng lúc \d\d:\d\d/)
      await person.see(/Đồng bộ xong/, 'footer')
      sure(!(await person.page.locator('.me').innerText()).includes('Đoàn viên'), 'Hùng is no plain member')
      await read(person, 'main li', NEW)
      await world.serve()
      await person.until('sync_status', {}, (status) => status.lack === null && status.waiting === 0)
      await person.page.locator('nav a', { hasText: 'Đoàn viên' }).waitFor()
      await walk.leave(person); await world.closeTwin('second')
    })
    const offer = (await world.ask(world.home('expelled', 'p'), 'market', 'offers')).find((one) => one.state === 'approved')
    await world.cut()
    for (const pc of ['expelled', 'ended']) await world.cli(world.home(pc, 'p'), 'market', 'take', offer.id)
    await world.serve()
    const device = (await world.ask(world.home('ended', 'p'), 'device', 'list')).find((one) => one.this ?? true).id
    await world.cli(office, 'member', 'status', expelled.id, 'expelled', '--reason', 'thử')
    await world.cli(office, 'sync')
    await world.cli(office, 'member', 'end-device', device)
    await world.cli(office, 'sync')
    await step('no member any more: told so, and the refused words are read and dropped', async () => {
      const person = await walk.visit('expelled', await world.twin('expelled'))
      await enter(person, expelled.name)
      await person.see('Bị từ chối 1', 'footer')
      await openToEverybody(person, 'Hiện anh/chị không là đoàn viên hay cán bộ của đơn vị nào.')
      await person.see(/Đồng bộ xong/, 'footer')
      same(await person.page.locator('article').getByRole('button', { name: /Sửa và gửi lại/ }).count(), 0, 'ways to mend')
      await read(person, 'article', 'Lấy phiếu'); await drop(person, 'article')
      await walk.leave(person); await world.closeTwin('expelled')
    })
    await step('an ended device: F9 shows what was not sent; it is read and dropped', async () => {
      const person = await walk.visit('ended', await world.twin('ended'))
      await enter(person, ended.name)
      await person.see('đã bị ngừng quyền truy cập', 'main')
      await openToEverybody(person, 'đã bị ngừng quyền truy cập')
      await read(person, 'main li', 'Lấy phiếu'); await drop(person, 'main li')
      await walk.leave(person); await world.closeTwin('ended')
    })
  } finally { await world.serve() }
})
