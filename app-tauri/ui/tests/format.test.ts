import { describe, expect, it } from 'vitest'
import * as f from '../src/text/format'

describe('formats of ui.md section 8 (run under TZ=America/New_York on purpose)', () => {
  it('groups money with a no-break space before the sign', () => {
    expect(f.money(1_234_567)).toBe('1.234.567\u00a0₫')
    expect(f.money(-500)).toBe('\u2212500\u00a0₫')
  })
  it('writes a percentage with a comma and a space', () => {
    expect(f.percent(0.6506)).toBe('65,1\u00a0%')
    expect(f.percent(1)).toBe('100\u00a0%')
  })
  it('keeps three figures of a size', () => {
    expect(f.bytes(31_400_000)).toBe('31,4\u00a0MB')
    expect(f.bytesOf(12_400_000, 31_400_000)).toEqual({ have: '12,4', all: '31,4\u00a0MB' })
  })
  it('shows the wall clock of Ho Chi Minh City wherever the PC thinks it is', () => {
    const at = Date.UTC(2026, 10, 22, 17, 30)
    expect(f.civilOf(at)).toBe('2026-11-23')
    expect(f.dateTime(at)).toBe('23/11/2026 00:30')
    expect(f.moment(at, at + 3_600_000)).toBe('00:30')
    expect(f.moment(at, at + 90_000_000)).toBe('23/11 00:30')
  })
  it('names the weekday inside the year', () => {
    expect(f.namedDay('2026-11-30', '2026-11-23', 'vi')).toBe('Thứ Hai 30/11')
    expect(f.namedDay('2027-01-04', '2026-11-23', 'vi')).toBe('04/01/2027')
  })
  it.each([['14/8/1994', '1994-08-14'], ['14.08.1994', '1994-08-14'], ['14081994', '1994-08-14'], ['1994-8-14', '1994-08-14'], [' 29/02/2024 ', '2024-02-29']])('reads %s', (typed, read) => {
    expect(f.readDate(typed)).toBe(read)
  })
  it.each(['29/02/2023', '31/4/2026', '14/8/94', 'mai', '32/1/2026', '1/13/2026'])('does not read %s', (typed) => {
    expect(f.readDate(typed)).toBeUndefined()
  })
  it('masks the middle of a phone number', () => {
    expect(f.maskPhone('0900555127')).toBe('0900 ••• 127')
    expect(f.maskPhone('+84903555127')).toBe('0903 ••• 127')
    expect(f.phone('0900555127')).toBe('0900 555 127')
  })
})
