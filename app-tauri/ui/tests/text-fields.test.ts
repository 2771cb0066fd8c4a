// A text field that takes its value any other way than `composed` loses a Telex word in the real window.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../src')
/** Fields nobody writes words into. */
const WORDLESS = /type="?(checkbox|radio|file|hidden)"?|\{type\} \{name\}|\breadonly\b/

/** Tags of text fields in a component, each as one line. */
function fields(text: string): string[] {
  const markup = text.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '')
  return [...markup.matchAll(/<(?:input|textarea)\b/g)].map((hit) => tagFrom(markup, hit.index))
}
function tagFrom(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}') depth -= 1
    else if (text[at] === '>' && depth === 0) return text.slice(from, at + 1)
  }
  return text.slice(from)
}
const careless = (tag: string): boolean => !WORDLESS.test(tag) && (!/\{@attach (keep|composed\()/.test(tag) || /bind:value|oninput=/.test(tag))

test('every text field of the page takes its value through `composed`', () => {
  const all = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.svelte'))
    .flatMap((path) => fields(readFileSync(join(SRC, path), 'utf8')).map((tag) => ({ path, tag })))
  expect(all.length).toBeGreaterThan(8)
  expect(all.filter(({ tag }) => careless(tag))).toEqual([])
})

test('a field that binds its value, or listens by itself, is noticed', () => {
  for (const tag of ['<input type="text" bind:value={name} />', '<textarea oninput={(event) => keep(event)}></textarea>', '<input {id} type="tel" value={phone} />'])
    expect(fields(tag).filter(careless), tag).toHaveLength(1)
})
