// One pair of catalogues a room. A key is `room:key`; `npm run check` holds both languages to the same keys.
import cardEn from '../card/words.en.json'
import cardVi from '../card/words.vi.json'
import commonEn from './words.en.json'
import commonVi from './words.vi.json'
import grantEn from '../grant/words.en.json'
import grantVi from '../grant/words.vi.json'
import homeEn from '../home/words.en.json'
import homeVi from '../home/words.vi.json'
import lawEn from '../law/words.en.json'
import lawVi from '../law/words.vi.json'
import marketEn from '../market/words.en.json'
import marketVi from '../market/words.vi.json'
import memberEn from '../member/words.en.json'
import memberVi from '../member/words.vi.json'
import sessionEn from '../session/words.en.json'
import sessionVi from '../session/words.vi.json'
import settingsEn from '../settings/words.en.json'
import settingsVi from '../settings/words.vi.json'
import shellEn from '../shell/words.en.json'
import shellVi from '../shell/words.vi.json'
import surveyEn from '../survey/words.en.json'
import surveyVi from '../survey/words.vi.json'
import syncEn from '../sync/words.en.json'
import syncVi from '../sync/words.vi.json'

const vi = {
  common: commonVi, shell: shellVi, session: sessionVi, home: homeVi, sync: syncVi, member: memberVi, grant: grantVi,
  card: cardVi, survey: surveyVi, law: lawVi, market: marketVi, settings: settingsVi,
}
const en = {
  common: commonEn, shell: shellEn, session: sessionEn, home: homeEn, sync: syncEn, member: memberEn, grant: grantEn,
  card: cardEn, survey: surveyEn, law: lawEn, market: marketEn, settings: settingsEn,
}
export const words = { vi, en }

type Rooms = typeof vi
export type Key = { [R in keyof Rooms & string]: `${R}:${keyof Rooms[R] & string}` }[keyof Rooms & string]
