// Words of the page, Vietnamese first. Each room keeps its own two catalogues; i18next looks them up.
import i18next from 'i18next'
import type { Language } from './format'
import { words, type Key } from './catalogue'

let language = $state<Language>('vi')

void i18next.init({
  lng: 'vi', fallbackLng: 'vi', ns: Object.keys(words.vi), resources: words,
  keySeparator: false, initAsync: false, interpolation: { escapeValue: false },
})

export const spoken = { get language(): Language { return language } }

export function speak(next: Language): void {
  void i18next.changeLanguage(next)
  language = next
  document.documentElement.lang = next
}

/** `count` chooses the plural form; figures to be shown are passed already formatted. */
export function t(key: Key, args: Record<string, string | number> = {}): string {
  // Reading the rune makes every text follow a change of language.
  return i18next.t(key, { ...args, lng: language })
}
