// The keyboard, one listener for the window. Screens bring layers of bindings; the newest layer is asked first.
import { untrack } from 'svelte'

export interface Binding {
  /** 'N', '?', '/', '[', 'Ctrl+Enter', 'F9', 'Shift+F6', 'Alt+ArrowUp', 'G L' (one after the other). */
  keys: string
  label: string
  /** Left out: the element that has the focus handles it; the binding only explains. */
  run?: () => void
  /** Shown in the status line (at most six are). */
  hint?: boolean
}
export interface Layer { /** Screens are set up from the outside in: a later one lies above. */ order: number; bindings: Binding[]; /** Nothing below is reachable: a dialog is open. */ closed: boolean }

export interface Stroke { key: string; ctrl: boolean; alt: boolean; shift: boolean; inField: boolean; composing: boolean }

/** The name of a stroke as bindings write it; null when it must be left to what has the focus. */
export function strokeName(stroke: Stroke, singleKeys: boolean): string | null {
  // While Telex or VNI composes, every key belongs to the word.
  if (stroke.composing || ['Control', 'Shift', 'Alt', 'Meta', 'Process', 'Dead', 'Unidentified'].includes(stroke.key)) return null
  const single = stroke.key.length === 1
  const key = single ? stroke.key.toUpperCase() : stroke.key
  if (single && !stroke.ctrl && !stroke.alt) return stroke.inField || !singleKeys ? null : key
  // The field's own editing.
  if (stroke.inField && stroke.ctrl && /^[ACVXYZ]$/.test(key)) return null
  // In a field only what no field uses: function keys, Escape, and what holds Ctrl or Alt.
  if (stroke.inField && !stroke.ctrl && !stroke.alt && !/^(F\d+|Escape)$/.test(stroke.key)) return null
  return (stroke.ctrl ? 'Ctrl+' : '') + (stroke.alt ? 'Alt+' : '') + (stroke.shift && !single ? 'Shift+' : '') + key
}

/** Finds the binding for the strokes so far; `wait` says that a longer one begins with them. */
export function lookUp(layers: Layer[], typed: string): { hit: Binding | null; wait: boolean } {
  let wait = false
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const layer = layers[at] as Layer
    const hit = layer.bindings.find((binding) => binding.run !== undefined && binding.keys === typed)
    if (hit !== undefined) return { hit, wait: false }
    wait ||= layer.bindings.some((binding) => binding.keys.startsWith(typed + ' '))
    if (layer.closed) break
  }
  return { hit: null, wait }
}

const SEQUENCE_MS = 1500
let layers = $state.raw<Layer[]>([])
let singleKeys = true
let pending = ''
let pendingAt = 0
let created = 0

export const keyboard = {
  get layers(): Layer[] { return layers },
  set singleKeys(on: boolean) { singleKeys = on },
}

/** Call while a component is set up; the bindings follow what they read. */
export function useKeys(bindings: () => Binding[], closed = false): void {
  const order = ++created
  $effect(() => {
    const layer: Layer = { order, bindings: bindings(), closed }
    // Untracked: an effect that read the list would follow every other screen's keys.
    layers = [...untrack(() => layers), layer].sort((a, b) => a.order - b.order)
    return () => { layers = layers.filter((other) => other !== layer) }
  })
}

const NOT_TEXT = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range', 'file', 'color'])
function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

function listen(event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const name = strokeName({
    key: event.key, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey, shift: event.shiftKey,
    inField: inField(event.target), composing: event.isComposing || event.keyCode === 229,
  }, singleKeys)
  if (name === null) return
  const typed = pending !== '' && event.timeStamp - pendingAt < SEQUENCE_MS ? `${pending} ${name}` : name
  const found = lookUp(layers, typed)
  pending = found.wait ? typed : ''
  pendingAt = event.timeStamp
  if (found.hit !== null || found.wait) event.preventDefault()
  found.hit?.run?.()
}
addEventListener('keydown', listen)

const CAPS: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Delete: 'Del' }
/** 'Alt+ArrowUp' → ['Alt ↑']; 'G L' → ['G', 'L']. */
export const caps = (keys: string): string[] =>
  keys.split(' ').map((stroke) => stroke.split('+').map((part) => CAPS[part] ?? part).join(' '))
