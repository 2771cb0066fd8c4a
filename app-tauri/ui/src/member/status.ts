// Member states in words and in shape: each has its own filled glyph (ui.md, sheet s1).
import type { CardStatus, MemberStatus } from '../backend/contract'
import { t } from '../text/i18n.svelte'

export const MEMBER_STATUSES: MemberStatus[] = ['active', 'applicant', 'paused', 'transferring', 'left', 'retired', 'expelled']
export const statusWord = (status: MemberStatus): string => t(`member:status.${status}`)
export const cardWord = (status: CardStatus): string => t(`card:status.${status}`)
