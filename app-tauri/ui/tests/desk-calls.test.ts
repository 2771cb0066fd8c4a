import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deskCalls } from '../desk-calls'

it('every call the desk answers is in the contract', () => {
  const contract = readFileSync(new URL('../src/backend/contract.ts', import.meta.url), 'utf8')
  const calls = deskCalls()
  expect(calls).toContain('session_view')
  expect(calls.filter((call) => !contract.includes(`  ${call}(`))).toEqual([])
})
