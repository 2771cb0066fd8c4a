import { describe, expect, it } from 'vitest'
import { asApiError } from '../src/backend/error'
import { Attempt } from '../src/components/form.svelte'
import { Rows } from '../src/components/rows.svelte'

describe('a form', () => {
  it('names the field the program refused', async () => {
    const attempt = new Attempt()
    const done = await attempt.run(() => ({}), () => Promise.reject({ code: 'member.name_missing', message: 'Chưa có họ và tên', args: { field: 'name' }, retry: 'never' }), { name: 'name' })
    expect(done).toBe(false)
    expect(attempt.errors).toEqual({ name: 'Chưa có họ và tên' })
    expect(attempt.failure).toBeNull()
  })
  it('does not send while a check fails, nor twice at once', async () => {
    const attempt = new Attempt()
    let sent = 0
    await attempt.run(() => ({ name: 'missing' }), async () => { sent += 1 })
    expect(sent).toBe(0)
    let release: () => void = () => undefined
    const first = attempt.run(() => ({}), () => new Promise<void>((done) => { sent += 1; release = done }))
    expect(await attempt.run(() => ({}), async () => { sent += 1 })).toBe(false)
    release()
    expect(await first).toBe(true)
    expect(sent).toBe(1)
  })
  it('says honestly when the program cannot be reached', () => {
    expect(asApiError(new TypeError('fetch failed')).code).toBe('page.unreachable')
  })
})

describe('the rows of a long list', () => {
  const ask = (offset: number, limit: number) => Promise.resolve({ rows: Array.from({ length: Math.min(limit, 250 - offset) }, (_, at) => offset + at), offset, total: 250 })
  it('reads only the pages in view, each once', async () => {
    const asked: number[] = []
    const rows = new Rows<number, Awaited<ReturnType<typeof ask>>>((offset, limit) => { asked.push(offset); return ask(offset, limit) })
    rows.restart(); rows.need(0, 40); rows.need(90, 130)
    await new Promise((done) => setTimeout(done, 5))
    expect(asked).toEqual([0, 100])
    expect(rows.total).toBe(250)
    expect(rows.row(120)).toBe(120)
    expect(rows.row(240)).toBeUndefined()
  })
  it('an answer to an older question is dropped', async () => {
    let slow = true
    const rows = new Rows<string, { rows: string[]; offset: number; total: number }>(async () => {
      const mine = slow
      await new Promise((done) => setTimeout(done, mine ? 20 : 1))
      return { rows: [mine ? 'old' : 'new'], offset: 0, total: 1 }
    })
    rows.restart(); slow = false; rows.restart()
    await new Promise((done) => setTimeout(done, 40))
    expect(rows.row(0)).toBe('new')
  })
})
