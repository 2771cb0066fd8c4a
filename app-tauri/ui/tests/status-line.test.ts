// The status line's words in the order of ui.md section 6: network · waiting · refused (or all sent) · last settled.
import { render } from 'svelte/server'
import { describe, expect, it, vi } from 'vitest'
import type { SyncStatus } from '../src/backend/contract'
import StatusLine from '../src/shell/StatusLine.svelte'

const held = vi.hoisted(() => ({ status: null as SyncStatus | null, now: 0 }))
vi.mock('../src/shell/session.svelte', () => ({ session: { get status() { return held.status }, get now() { return held.now } } }))
vi.mock('../src/shell/keys.svelte', () => ({ keyboard: { layers: [] }, caps: (keys: string) => [keys] }))
vi.mock('../src/shell/route.svelte', () => ({ href: (...path: string[]) => '#/' + path.join('/') }))

const SETTLED = Date.UTC(2026, 10, 23, 6, 22)
const BASE: SyncStatus = { network: 'online', network_since: null, waiting: 0, refused: 0, last_settled_at: SETTLED, clock_offset_ms: null, blocked: null, lack: null }

/** What stands in the line, left to right, and what a reader is told. */
function words(status: Partial<SyncStatus>): { seen: string; spoken: string } {
  held.status = { ...BASE, ...status }
  held.now = SETTLED + 43 * 60_000
  const html = render(StatusLine, { props: { menuOpen: false, onmenu: () => undefined } }).body
  const text = (part: string): string => part.replace(/<svg[\s\S]*?<\/svg>|<!--[\s\S]*?-->/g, '').replace(/<[^>]+>/g, '|').split('|').map((word) => word.trim()).filter(Boolean).join(' · ')
  const link = /<a [\s\S]*?<\/a>/.exec(html)?.[0] ?? '', status_ = /<span [^>]*role="status"[\s\S]*$/.exec(html)?.[0] ?? ''
  return { seen: text(link), spoken: text(status_) }
}

describe('the status line', () => {
  it('says network, what waits, what was refused, and when all was settled last', () => {
    expect(words({ network: 'offline', waiting: 3, refused: 1 }).seen).toBe('Ngoại tuyến · Chờ gửi 3 · Bị từ chối 1 · Đồng bộ xong 13:22 · F9')
  })
  it('leaves out what is zero, and says that all is sent only when nothing waits and nothing was refused', () => {
    expect(words({}).seen).toBe('Có mạng · Đã gửi hết · Đồng bộ xong 13:22 · F9')
    expect(words({ waiting: 1 }).seen).toBe('Có mạng · Chờ gửi 1 · Đồng bộ xong 13:22 · F9')
    expect(words({ refused: 2 }).seen).toBe('Có mạng · Bị từ chối 2 · Đồng bộ xong 13:22 · F9')
  })
  it('owns up to never having synced', () => {
    expect(words({ network: 'offline', last_settled_at: null }).seen).toBe('Ngoại tuyến · Đã gửi hết · Chưa đồng bộ lần nào · F9')
  })
  it('tells a reader the same words in the same order', () => {
    expect(words({ network: 'offline', waiting: 1_234, refused: 1 }).spoken).toBe('Ngoại tuyến, Chờ gửi 1.234 Bị từ chối 1')
  })
})
