// Formats of ui.md section 8. Civil dates and clock times are those of Asia/Ho_Chi_Minh, whatever the PC's zone says.
import type { CivilDate, Dong, Instant } from '../backend/contract'

const NBSP = '\u00a0'
const MINUS = '\u2212'
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Asia/Ho_Chi_Minh has been +07:00 without change since 1975. */
const ZONE = 7 * HOUR

const grouped = new Intl.NumberFormat('de-DE', { maximumFractionDigits: 0 })
const figures = new Intl.NumberFormat('de-DE', { maximumSignificantDigits: 3, useGrouping: false })

const signed = (text: string): string => text.replace(/^-/, MINUS)
const two = (n: number): string => String(n).padStart(2, '0')

export const count = (n: number): string => signed(grouped.format(n))
export const money = (dong: Dong): string => `${count(dong)}${NBSP}₫`
/** `share` is 0…1; one decimal at most. */
export const percent = (share: number): string => `${signed((Math.round(share * 1000) / 10).toString().replace('.', ','))}${NBSP}%`

export function bytes(size: number): string {
  const units = ['byte', 'KB', 'MB', 'GB']
  let value = size
  let unit = 0
  while (value >= 1000 && unit < 3) { value /= 1000; unit += 1 }
  return `${figures.format(value)}${NBSP}${units[unit]}`
}
/** "12,4 trong 31,4 MB" without the words: both figures in the unit of the larger. */
export function bytesOf(have: number, all: number): { have: string; all: string } {
  const power = all >= 1e9 ? 1e9 : all >= 1e6 ? 1e6 : all >= 1000 ? 1000 : 1
  return { have: figures.format(have / power), all: bytes(all) }
}

interface Civil { year: number; month: number; day: number }
const parts = (date: CivilDate): Civil => {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  return { year, month, day }
}
const wall = (at: Instant): Date => new Date(at + ZONE)

export const civilOf = (at: Instant): CivilDate => wall(at).toISOString().slice(0, 10)
export const date = (day: CivilDate): string => { const p = parts(day); return `${two(p.day)}/${two(p.month)}/${p.year}` }
export const dayMonth = (day: CivilDate): string => { const p = parts(day); return `${two(p.day)}/${two(p.month)}` }
export const time = (at: Instant): string => { const w = wall(at); return `${two(w.getUTCHours())}:${two(w.getUTCMinutes())}` }
export const dateOfInstant = (at: Instant): string => date(civilOf(at))
export const dateTime = (at: Instant): string => `${dateOfInstant(at)} ${time(at)}`
/** Time today, else day and time. */
export const moment = (at: Instant, now: Instant): string => {
  if (civilOf(at) === civilOf(now)) return time(at)
  return civilOf(at).slice(0, 4) === civilOf(now).slice(0, 4) ? `${dayMonth(civilOf(at))} ${time(at)}` : dateTime(at)
}

export type Language = 'vi' | 'en'
const WEEKDAYS: Record<Language, string[]> = {
  vi: ['Chủ Nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
}
const number = (day: CivilDate): number => { const p = parts(day); return Date.UTC(p.year, p.month - 1, p.day) / DAY }
export const weekday = (day: CivilDate, language: Language): string => WEEKDAYS[language][(number(day) + 4) % 7] ?? ''
/** "Thứ Hai 30/11" in this year, else the whole date. */
export const namedDay = (day: CivilDate, today: CivilDate, language: Language): string =>
  day.slice(0, 4) === today.slice(0, 4) ? `${weekday(day, language)} ${dayMonth(day)}` : date(day)
export const daysBetween = (from: CivilDate, to: CivilDate): number => number(to) - number(from)

export interface Age { unit: 'now' | 'minute' | 'hour' | 'day'; count: number }
export function age(at: Instant, now: Instant): Age {
  const gone = Math.max(0, now - at)
  if (gone < 60_000) return { unit: 'now', count: 0 }
  if (gone < HOUR) return { unit: 'minute', count: Math.floor(gone / 60_000) }
  if (gone < DAY) return { unit: 'hour', count: Math.floor(gone / HOUR) }
  return { unit: 'day', count: Math.floor(gone / DAY) }
}

/** Reads 14/8/1994, 14-08-1994, 14.8.1994, 14081994 and 1994-08-14; undefined when it is no day of the calendar. */
export function readDate(text: string): CivilDate | undefined {
  const clean = text.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean)
  const local = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/.exec(clean) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(clean)
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const civil = `${year}-${two(Number(month))}-${two(Number(day))}`
  const check = new Date(`${civil}T00:00:00Z`)
  return !Number.isNaN(check.getTime()) && check.toISOString().slice(0, 10) === civil ? civil : undefined
}

/** Digits as people write them here: +84 903… and 84903… are 0903…. */
export const phoneDigits = (text: string): string => text.replace(/\D/g, '').replace(/^84(?=\d{9}$)/, '0')

/** "0903 ••• 127": the middle is shown for 30 seconds on request. */
export function maskPhone(phone: string): string {
  const digits = phoneDigits(phone)
  return digits.length < 8 ? phone : `${digits.slice(0, 4)} ••• ${digits.slice(-3)}`
}
export function phone(text: string): string {
  const digits = phoneDigits(text)
  return digits.length === 10 ? `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}` : text
}
