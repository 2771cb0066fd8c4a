// Two rows with one key blank the whole program (`each_key_duplicate`): a key is a place in the list, or an id that the
// program itself makes unique. What a person typed, a folder copied or a text numbers twice is no key.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = new URL('../src/', import.meta.url).pathname
const PLACE = /^(at|item\.index)$/
const ID = /(^|[.\s(])(id|\w+_id)$/
/** Closed sets of the program's own, and groups that a query made. */
const CLOSED = new Set(['next', 'step', 'who', 'choice.status', 'choice.department', 'choice.state', 'column.key', 'line.key', 'room.name', 'pack.name'])

it('the key of a list is a place or an id', () => {
  const keys = readdirSync(root, { recursive: true }).map(String).filter((path) => path.endsWith('.svelte')).flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\{#each .*?\(([^(){}]+)\)\}/g)].map((found) => ({ path, key: found[1] as string })))
  expect(keys.length).toBeGreaterThan(40)
  expect(keys.filter(({ key }) => !PLACE.test(key) && !ID.test(key) && !CLOSED.has(key))).toEqual([])
})

it('the guard sees a name as a key', () => {
  expect(ID.test('line.label') || PLACE.test('line.label') || CLOSED.has('line.label')).toBe(false)
  expect(ID.test('item.sending.command_id') && ID.test('other.home_id')).toBe(true)
})
