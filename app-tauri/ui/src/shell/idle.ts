// Đổi người locks after ten minutes without a key or a pointer; the program locks too, should the page hang.
const TOUCH_MS = 60_000

export interface Idle { seconds: number; lock: () => void; touch: () => void }

/** Starts watching; returns the way to stop. */
export function watchIdle(idle: Idle): () => void {
  let timer = setTimeout(idle.lock, idle.seconds * 1000)
  let touched = Date.now()
  const seen = (): void => {
    clearTimeout(timer)
    timer = setTimeout(idle.lock, idle.seconds * 1000)
    if (Date.now() - touched > TOUCH_MS) { touched = Date.now(); idle.touch() }
  }
  const events = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
  events.forEach((name) => addEventListener(name, seen, { passive: true, capture: true }))
  return () => {
    clearTimeout(timer)
    events.forEach((name) => removeEventListener(name, seen, { capture: true }))
  }
}
