/** "45.000", "45 000 ₫" and "45000" are one number; null for an empty field, undefined for what is no number. */
export function readNumber(text: string): number | null | undefined {
  const clean = text.replace(/[\s.₫đ]/g, '')
  if (clean === '') return null
  return /^\d{1,12}$/.test(clean) ? Number(clean) : undefined
}
