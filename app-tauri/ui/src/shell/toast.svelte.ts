// Success with undo, for eight seconds; everything said here is also in the sync panel. Errors never come here.
import type { Sending } from '../backend/contract'
import { backend } from '../backend/backend'
import { asApiError } from '../backend/error'
import { t } from '../text/i18n.svelte'

export interface Toast { id: number; text: string; sending: Sending | null; failed: string | null }

const SHOWN_MS = 8000
let list = $state.raw<Toast[]>([])
let last = 0
const timers = new Map<number, ReturnType<typeof setTimeout>>()
/** Commands that may still be withdrawn, newest last: Ctrl Z takes them back one by one. */
let undoable: string[] = []

export const toasts = { get list(): Toast[] { return list } }

export function drop(id: number): void {
  hold(id)
  list = list.filter((toast) => toast.id !== id)
}
/** Pointer or focus is on it: it stays. */
export function hold(id: number): void { clearTimeout(timers.get(id)); timers.delete(id) }
export function release(id: number): void { hold(id); timers.set(id, setTimeout(() => drop(id), SHOWN_MS)) }

export function say(text: string, sending: Sending | null = null): void {
  const toast: Toast = { id: ++last, text, sending, failed: null }
  list = [...list.slice(-2), toast]
  release(toast.id)
  if (sending?.can_withdraw) undoable = [...undoable, sending.command_id]
}

export async function undo(command_id: string): Promise<void> {
  undoable = undoable.filter((other) => other !== command_id)
  const toast = list.find((other) => other.sending?.command_id === command_id)
  try {
    await backend.sync_withdraw({ command_id })
    if (toast !== undefined) drop(toast.id)
    say(t('common:undone'))
  } catch (cause) {
    if (toast === undefined) { say(asApiError(cause).message); return }
    hold(toast.id)
    list = list.map((other) => (other === toast ? { ...other, failed: asApiError(cause).message } : other))
  }
}
export function undoLast(): void {
  const command = undoable.at(-1)
  if (command !== undefined) void undo(command)
}
