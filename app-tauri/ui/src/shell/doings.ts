// What the palette offers to do, beside going somewhere. Only what works for these roles.
import { backend } from '../backend/backend'
import type { Role } from '../backend/contract'
import type { IconName } from '../components/Icon.svelte'
import type { Key } from '../text/catalogue'
import { go } from './route.svelte'
import { setSession } from './session.svelte'

interface Doing { word: Key; icon: IconName; keys?: string; roles: Role[]; run: () => void }

const ALL: Role[] = ['member', 'branch_officer', 'province_officer', 'provider']
const all: Doing[] = [
  { word: 'member:admit', icon: 'invite', roles: ['branch_officer'], run: () => go('member', 'new') },
  { word: 'survey:new', icon: 'survey', roles: ['branch_officer'], run: () => go('survey', 'new') },
  { word: 'card:verify', icon: 'scan', roles: ALL, run: () => go('card', 'verify') },
  { word: 'market:redeem', icon: 'voucher', roles: ['provider'], run: () => go('market', 'redeem') },
  { word: 'market:new', icon: 'market', roles: ['provider'], run: () => go('market', 'edit') },
  { word: 'sync:now', icon: 'refresh', roles: ALL, run: () => { go('sync'); void backend.sync_now({}).catch(() => undefined) } },
  { word: 'shell:switch', icon: 'person', roles: ALL, run: () => void backend.session_switch({}).then(setSession) },
  { word: 'shell:keys.lock', icon: 'lock', keys: 'Ctrl+L', roles: ALL, run: () => void backend.session_lock({}).then(setSession) },
]
export const doings = (roles: Role[]): Doing[] => all.filter((doing) => doing.roles.some((role) => roles.includes(role)))
