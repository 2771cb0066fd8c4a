import test from 'node:test';
import assert from 'node:assert/strict';
import { count } from './counts.mjs';

const cases = [
  ['cargo', 'test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n\ntest result: FAILED. 3 passed; 2 failed; 0 ignored', 101, [15, 2, 1]],
  ['vitest', ' Test Files  1 failed | 2 passed (3)\n      Tests  2 failed | 10 passed | 1 skipped (13)\n', 1, [10, 2, 1]],
  ['playwright', 'Running 4 tests using 1 worker\n  1 failed\n    a.spec.ts:3:1 › x\n  1 skipped\n  2 passed (4.2s)\n', 1, [2, 1, 1]],
  ['pytest', '==== 1 failed, 3 passed, 2 skipped in 1.20s ====\n', 1, [3, 1, 2]],
  ['pytest', '5 passed in 0.11s\n', 0, [5, 0, 0]],
  ['unittest', 'Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1, skipped=1)\n', 1, [2, 2, 1]],
  ['node', '\u2139 pass 7\n\u2139 fail 0\n\u2139 skipped 1\n', 0, [7, 0, 1]],
  ['plain', 'something\n9 passed, 0 failed\n', 0, [9, 0, 0]],
  ['auto', '\x1b[32m  3 passed\x1b[39m (2s)\n', 0, [3, 0, 0]],
  ['sim', '{"seeds":200,"commands":9,"faults":0,"repairs":1,"injected":{"lost":4,"late":2}}\n', 0, [202, 0, 0]],
  ['sim', '{"seeds":200,"commands":9,"faults":3,"repairs":1,"injected":{"lost":4,"late":0}}\n', 1, [198, 4, 0]],
  ['mutants', '{"mutant":"a","caught":true}\n{"mutant":"b","caught":false}\n', 1, [1, 1, 0]],
  ['exit', '', 0, [1, 0, 0]],
  ['exit', '', 2, [0, 1, 0]],
];
for (const [parser, text, status, expected] of cases)
  test(`${parser} → ${expected}`, () => assert.deepEqual(count(parser, text, status), expected));

test('a program that does not build is one failure', () => assert.deepEqual(count('cargo', 'error[E0425]', 101), [0, 1, 0]));
test('a program that runs no test is one failure', () => assert.deepEqual(count('cargo', 'test result: ok. 0 passed; 0 failed; 0 ignored', 0), [0, 1, 0]));
