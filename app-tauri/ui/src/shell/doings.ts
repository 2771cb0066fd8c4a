// What the palette offers to do, beside going somewhere. Only what works for these roles.
import { backend } from '../backend/backend'
import { answers } from '../backend/answered'
import type { Call, Role } from '../backend/contract'
import type { IconName } from '../components/Icon.svelte'
import type { Key } from '../text/catalogue'
import { go } from './route.svelte'
import { setSession } from './session.svelte'

interface Doing { word: Key; needs: Call; icon: IconName; keys?: string; /** null: everybody who has a home here. */ roles: Role[] | null; run: () => void }

const EVERYBODY = null
const ALL: Role[] = ['member', 'branch_officer', 'province_officer', 'provider']
const all: Doing[] = [
  { word: 'member:admit', needs: 'member_admit', icon: 'invite', roles: ['branch_officer'], run: () => go('member', 'new') },
  { word: 'grant:propose', needs: 'grant_propose', icon: 'key', roles: ['branch_officer', 'province_officer'], run: () => go('grant', 'new') },
  { word: 'survey:new', needs: 'survey_draft_new', icon: 'survey', roles: ['branch_officer'], run: () => go('survey', 'new') },
  { word: 'card:verify', needs: 'card_verify', icon: 'scan', roles: ALL, run: () => go('card', 'verify') },
  { word: 'market:redeem', needs: 'market_redeem', icon: 'voucher', roles: ['provider'], run: () => go('market', 'redeem') },
  { word: 'market:new', needs: 'market_offer_save', icon: 'market', roles: ['provider'], run: () => go('market', 'edit') },
  { word: 'sync:now', needs: 'sync_now', icon: 'refresh', roles: EVERYBODY, run: () => { go('sync'); void backend.sync_now({}).catch(() => undefined) } },
  { word: 'shell:switch', needs: 'session_switch', icon: 'person', roles: EVERYBODY, run: () => void backend.session_switch({}).then(setSession) },
  { word: 'shell:keys.lock', needs: 'session_lock', icon: 'lock', keys: 'Ctrl+L', roles: EVERYBODY, run: () => void backend.session_lock({}).then(setSession) },
]
export const doings = (roles: Role[]): Doing[] => all.filter((doing) => answers(doing.needs) && (doing.roles === null || doing.roles.some((role) => roles.includes(role))))
