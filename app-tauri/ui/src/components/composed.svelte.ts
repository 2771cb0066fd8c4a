// A text field that never loses a Telex or VNI word. Rules measured on WebKitGTK with ibus and fcitx5:
// the value goes out only between compositions; it is never written back while one is open, nor when it is the same.
import type { Attachment } from 'svelte/attachments'

type Field = HTMLInputElement | HTMLTextAreaElement

/** `value` is read reactively; `apply` gets every settled value. */
export function composed(value: () => string, apply: (value: string) => void): Attachment<Field> {
  return (field) => {
    let composing = false
    const open = (): void => { composing = true }
    const settle = (): void => { composing = false; apply(field.value) }
    const input = (event: Event): void => { if (!(event as InputEvent).isComposing) apply(field.value) }
    // A click elsewhere may end the word without compositionend (preedit off): what the field shows counts.
    // When the field goes while it has the focus, this event comes in the middle of taking the page apart, where nothing may
    // be changed: what is known already is not said again.
    const change = (): void => { if (!composing && field.value !== value()) apply(field.value) }
    field.addEventListener('compositionstart', open)
    field.addEventListener('compositionend', settle)
    field.addEventListener('input', input)
    field.addEventListener('change', change)
    $effect(() => {
      const next = value()
      if (!composing && field.value !== next) field.value = next
    })
    return () => {
      field.removeEventListener('compositionstart', open)
      field.removeEventListener('compositionend', settle)
      field.removeEventListener('input', input)
      field.removeEventListener('change', change)
    }
  }
}
