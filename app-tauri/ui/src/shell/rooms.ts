// Which rooms this person has, in the order of the side bar. A room is named here and nowhere else in the shell.
import type { Component } from 'svelte'
import { answers } from '../backend/answered'
import type { Call, Role } from '../backend/contract'
import type { IconName } from '../components/Icon.svelte'
import type { Key } from '../text/catalogue'
import CardRoom from '../card/CardRoom.svelte'
import GrantRoom from '../grant/GrantRoom.svelte'
import Home from '../home/Home.svelte'
import LawRoom from '../law/LawRoom.svelte'
import MarketRoom from '../market/MarketRoom.svelte'
import MemberRoom from '../member/MemberRoom.svelte'
import SettingsPage from '../settings/Settings.svelte'
import SurveyRoom from '../survey/SurveyRoom.svelte'
import SyncPanel from '../sync/SyncPanel.svelte'

export interface Room { name: string; word: Key; icon: IconName; group: Key | null; letter: string; /** null: everybody who has a home here, whatever is known of them. */ roles: Role[] | null; /** Shown only while the program answers this. */ needs: Call; screen: Component }

const EVERYBODY = null
const ALL: Role[] = ['member', 'branch_officer', 'province_officer', 'provider']
const entries: Room[] = [
  { name: 'home', needs: 'home_view', word: 'home:title', icon: 'today', group: null, letter: 'H', roles: EVERYBODY, screen: Home },
  { name: 'member', needs: 'member_list', word: 'member:title', icon: 'member', group: 'shell:group.organisation', letter: 'D', roles: ['branch_officer'], screen: MemberRoom },
  { name: 'grant', needs: 'grant_list', word: 'grant:title', icon: 'key', group: 'shell:group.organisation', letter: 'N', roles: ['branch_officer', 'province_officer'], screen: GrantRoom },
  { name: 'card', needs: 'card_verify', word: 'card:title', icon: 'card', group: 'shell:group.organisation', letter: 'T', roles: ALL, screen: CardRoom },
  { name: 'survey', needs: 'survey_list', word: 'survey:title', icon: 'survey', group: 'shell:group.listen', letter: 'K', roles: ['member', 'branch_officer'], screen: SurveyRoom },
  { name: 'law', needs: 'law_search', word: 'law:title', icon: 'law', group: 'shell:group.protect', letter: 'L', roles: EVERYBODY, screen: LawRoom },
  { name: 'market', needs: 'market_offers', word: 'market:title', icon: 'market', group: 'shell:group.care', letter: 'U', roles: ALL, screen: MarketRoom },
]
/** Reached by a key or a link, not by an entry of the side bar. */
const aside: Room[] = [
  { name: 'sync', needs: 'sync_panel', word: 'sync:title', icon: 'refresh', group: null, letter: 'B', roles: EVERYBODY, screen: SyncPanel },
  { name: 'settings', needs: 'settings_view', word: 'settings:title', icon: 'settings', group: null, letter: 'C', roles: EVERYBODY, screen: SettingsPage },
]

const allowed = (roles: Role[]) => (room: Room): boolean => answers(room.needs) && (room.roles === null || room.roles.some((role) => roles.includes(role)))
export const roomsFor = (roles: Role[]): Room[] => entries.filter(allowed(roles))
export const screensFor = (roles: Role[]): Room[] => [...entries, ...aside].filter(allowed(roles))
