// Folding for the page's own small lists (palette, choices). The roster and the law are searched in Rust.

/** Lower case, no diacritics, đ → d: "Đặng Hoà" and "dang hoa" are one. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
}

/** Every word of the query begins some word of the text, without regard to diacritics. */
export function finds(query: string, text: string): boolean {
  const words = fold(text).split(/[^\p{L}\p{N}]+/u)
  return fold(query).split(/\s+/).filter(Boolean).every((part) => words.some((word) => word.startsWith(part)))
}
