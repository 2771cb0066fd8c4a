// Both languages of every room have the same keys, the same slots (but `you`: English says "my" where Vietnamese says
// anh or chị), and no key that nothing reads.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../src/', import.meta.url).pathname
const files = readdirSync(root, { recursive: true }).map(String)
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const plain = (key) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const slots = (text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).filter((slot) => slot !== 'you').sort().join()
const source = files.filter((path) => /\.(svelte|ts)$/.test(path) && !path.includes('fixture/')).map((path) => readFileSync(join(root, path), 'utf8')).join('\n')

const faults = []
let keys = 0
for (const path of files.filter((name) => name.endsWith('words.vi.json'))) {
  const room = path.split('/')[0] === 'text' ? 'common' : path.split('/')[0]
  const vi = read(path), en = read(path.replace('.vi.', '.en.'))
  const viKeys = new Set(Object.keys(vi).map(plain)), enKeys = new Set(Object.keys(en).map(plain))
  for (const key of viKeys) {
    keys += 1
    if (!enKeys.has(key)) faults.push(`${room}:${key} is missing in English`)
    else if (slots(vi[key]) !== slots(en[key] ?? '')) faults.push(`${room}:${key} has other slots in English`)
    // A key may be built from a state (`member:status.${status}`): then its stem is what the source names.
    const stem = key.includes('.') ? `${room}:${key.slice(0, key.lastIndexOf('.') + 1)}` : null
    if (!source.includes(`${room}:${key}'`) && !(stem && source.includes('`' + stem + '${'))) faults.push(`${room}:${key} is read by nothing`)
  }
  for (const key of enKeys) if (!viKeys.has(key)) faults.push(`${room}:${key} is missing in Vietnamese`)
}
if (faults.length > 0) { console.error(faults.join('\n')); process.exit(1) }
console.log(`words: ${keys} keys, both languages`)
