// Every room of every person in light, dark, 200 % text and English: nothing cut, nothing sideways, axe finds nothing.
import { join } from 'node:path'
import { PIN } from '../world.mjs'
import { enter, sure } from '../walk.mjs'

const PEOPLE = [['hung', 'office', 'Phạm Quốc Hùng', PIN], ['lan', 'lan', 'Nguyễn Thị Ngọc Lan'], ['mai', 'province', 'Lê Thị Tuyết Mai'], ['hoa', 'pharmacy', 'Trịnh Thị Hoa']]
/** Settings by position: theme 1 light 2 dark; text 0 = 100 %, 4 = 200 %; language 0 vi 1 en. */
const LOOKS = [['light', 1, 0, 0], ['dark', 2, 0, 0], ['200', 1, 4, 0], ['english', 1, 0, 1]]
/** Everything once; what else depends on the colours is their contrast, on the size nothing axe could see. */
const RULES = { light: null, dark: ['color-contrast'], 200: ['target-size'], english: ['html-lang-valid', 'valid-lang', 'button-name', 'link-name'] }
const TABS = { card: ['mine', 'verify', 'issued'], market: ['offers', 'vouchers', 'own', 'redeem', 'redemptions', 'approval', 'edit'] }

/** Two at a time, each with a PC of their own: half of it is waiting for the page. */
export const look = (walk, world) => Promise.all([PEOPLE.slice(0, 2), PEOPLE.slice(2)].map((people) => walk.beside((own) => persons(own, world, people))))

const persons = async (walk, world, people) => {
  for (const [name, pc, who, pin] of people) {
    await walk.flow(`look ${name}`, async (step) => {
      const visitor = await walk.visit(name, await world.twin(pc))
      await enter(visitor, who, pin)
      const { page } = visitor
      const rooms = await visitor.rooms()
      const places = [...rooms, 'sync', 'settings'].flatMap((room) => [room, ...(TABS[room] ?? []).map((tab) => `${room}/${tab}`)])
      if (rooms.includes('member')) {
        await visitor.go('member'); await page.locator('#row-3').waitFor(); await page.locator('#row-3').dblclick(); await page.waitForURL(/#\/member\/./)
        const id = new URL(page.url()).hash.slice(2); places.push(id, `${id}/edit`, `${id}/status`, 'member/new')
      }
      if (rooms.includes('survey')) {
        await visitor.go('survey'); await page.locator('tbody a, .empty').first().waitFor()
        places.push(...new Set(await page.locator('tbody a').evaluateAll((links) => links.map((link) => link.getAttribute('href').slice(2)))))
      }
      for (const [look, theme, text, language] of LOOKS) {
        await step(look, async () => {
          await visitor.go('settings')
          for (const [group, at] of [['language', language], ['theme', theme], ['text', text]]) await visitor.choose(group, at)
          for (const place of places) {
            await visitor.go(place); await page.waitForTimeout(150)
            const path = `${place.replace(/[0-9a-f-]{36}/, 'one').replaceAll('/', '-')}-${look}`
            if (process.env.CONGDOAN_PICTURES) await page.screenshot({ path: join(process.env.CONGDOAN_PICTURES, `${name}-${path}.png`) })
            sure((await visitor.title()).trim() !== '', `${place} has no title`)
            await visitor.fits(path); await visitor.axe(path, RULES[look])
          }
        })
      }
      await visitor.go('settings')
      for (const [group, at] of [['language', 0], ['theme', 1], ['text', 0]]) await visitor.choose(group, at)
    })
  }
}
