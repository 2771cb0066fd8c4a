// A refused or withdrawn command comes back as a draft; its form takes it from here when it opens.
import { backend } from '../backend/backend'
import type { Draft, Id } from '../backend/contract'
import { go } from '../shell/route.svelte'

/** `command_id`: the refused command that is replaced; null when it was withdrawn and is no more. */
export interface Mending<D extends Draft = Draft> { command_id: Id | null; draft: D }
let open: Mending | null = null

function place(draft: Draft): string[] {
  switch (draft.form) {
    case 'member_admit': return ['member', 'new']
    case 'member_edit': return ['member', draft.id, 'edit']
    case 'member_status': return ['member', draft.id, 'status']
    case 'member_invite':
    case 'member_revoke':
    case 'member_device_end': return ['member', draft.id]
    case 'grant_propose': return ['grant', 'new']
    case 'grant_decide':
    case 'grant_end':
    case 'grant_invite':
    case 'grant_revoke': return ['grant', draft.id]
    case 'survey_publish': return ['survey', 'edit', draft.id]
    case 'survey_close': return ['survey']
    case 'survey_answer': return ['survey', 'answer', draft.id]
    case 'market_offer': return ['market', 'edit', draft.id]
    case 'market_decide': return ['market', 'offer', draft.id]
    case 'market_take': return ['market', 'offer', draft.id]
  }
}

/** Sửa và gửi lại: reads the draft and opens its form. */
export async function mend(command_id: Id): Promise<void> {
  const draft = await backend.sync_mend({ command_id })
  open = { command_id, draft }
  go(...place(draft))
}

/** Rút lại: nothing was sent; what was typed stands in its form again. */
export async function withdraw(command_id: Id, together = false): Promise<void> {
  const draft = await backend.sync_withdraw({ command_id, together })
  if (draft === null) return
  open = { command_id: null, draft }
  go(...place(draft))
}

/** What the form that opens now should start from, once; null when it was opened in the ordinary way. */
export function takeMending<F extends Draft['form']>(form: F, id?: Id): Mending<Extract<Draft, { form: F }>> | null {
  const mine = open
  if (mine === null || mine.draft.form !== form) return null
  if (id !== undefined && 'id' in mine.draft && mine.draft.id !== id) return null
  open = null
  return mine as Mending<Extract<Draft, { form: F }>>
}
