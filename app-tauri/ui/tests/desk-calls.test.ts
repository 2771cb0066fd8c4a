import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deskCalls } from '../desk-calls'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const methods = (text: string): string[] => [...text.matchAll(/^ {2}(\w+)\(a: /gm)].map(([, name]) => name ?? '')

it('the table of calls and the generated contract name the same calls', () => {
  expect(deskCalls()).toContain('session_view')
  expect(methods(read('../src/backend/generated/desk.ts'))).toEqual(deskCalls())
})

it('no call is written by hand that the desk has by now', () => {
  const desk = new Set(deskCalls())
  expect(methods(read('../src/backend/contract.ts')).filter((call) => desk.has(call))).toEqual([])
})
