// Reads how many tests passed, failed and were skipped from what a test program printed.
//   counts.mjs PARSER LOG STATUS   prints "passed failed skipped"
//   counts.mjs --failures LOG      prints the lines a reader wants first
//   counts.mjs --skips LOG         prints what the tests said they left out
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sum = (text, pattern) => [...text.matchAll(pattern)].reduce((total, hit) => total + Number(hit[1]), 0);
const plain = (text) => text.replace(/\x1b(\[[0-9;]*[A-Za-z]|\([A-Z])/g, '');

const lastJson = (text) => {
  const line = text.trim().split('\n').reverse().find((l) => l.trim().startsWith('{'));
  return line ? JSON.parse(line) : null;
};

/** One reader a program; each returns [passed, failed, skipped]. */
export const parsers = {
  cargo: (t) => [
    sum(t, /^test result: .*? (\d+) passed/gm),
    sum(t, /^test result: .*?; (\d+) failed/gm),
    sum(t, /^test result: .*?; (\d+) ignored/gm),
  ],
  vitest: (t) => {
    const line = t.match(/^\s*Tests\s+(.*)$/m)?.[1] ?? '';
    return ['passed', 'failed', 'skipped'].map((word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0));
  },
  playwright: (t) => [
    sum(t, /^\s+(\d+) passed\b/gm),
    sum(t, /^\s+(\d+) (?:failed|did not run|interrupted)\b/gm),
    sum(t, /^\s+(\d+) skipped\b/gm),
  ],
  pytest: (t) => {
    const line = t.match(/^=*\s*((?:\d+ \w+,? ?)+)in [\d.]+s.*$/m)?.[1] ?? '';
    const of = (word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
    return [of('passed'), of('failed') + of('errors?'), of('skipped')];
  },
  unittest: (t) => {
    const ran = sum(t, /^Ran (\d+) tests?/gm);
    const bad = sum(t, /failures=(\d+)/g) + sum(t, /errors=(\d+)/g);
    const skipped = sum(t, /skipped=(\d+)/g);
    return [ran - bad - skipped, bad, skipped];
  },
  node: (t) => [sum(t, /^[#ℹ] pass (\d+)/gm), sum(t, /^[#ℹ] fail (\d+)/gm), sum(t, /^[#ℹ] skipped (\d+)/gm)],
  // One last line of our own, `N passed, M failed`.
  plain: (t) => {
    const hit = [...t.matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].pop();
    return hit ? [Number(hit[1]), Number(hit[2]), Number(hit[3] ?? 0)] : [0, 0, 0];
  },
  // A seed is a test; so is each fault the network and the disk must really have injected.
  sim: (t) => {
    const end = lastJson(t);
    if (!end) return [0, 1, 0];
    const injected = Object.values(end.injected ?? {});
    const never = injected.filter((count) => count === 0).length + (injected.length === 0 ? 1 : 0);
    const bad = Math.min(end.faults, end.seeds);
    return [end.seeds - bad + injected.filter((count) => count > 0).length, end.faults + never, 0];
  },
  mutants: (t) => {
    const lines = t.split('\n').filter((l) => l.startsWith('{')).map((l) => JSON.parse(l));
    const caught = lines.filter((l) => l.caught).length;
    return [caught, lines.length - caught, 0];
  },
  // A program without tests of its own (a build, a type check): it is one test.
  exit: () => [0, 0, 0],
};

/**
 * @param {string} parser name of a reader above, or `auto` for the first that finds anything
 * @param {string} text what the program printed
 * @param {number} status how it ended
 */
export function count(parser, text, status) {
  if (parser === 'exit') return status === 0 ? [1, 0, 0] : [0, 1, 0];
  const clean = plain(text);
  const readers = parser === 'auto' ? ['plain', 'playwright', 'vitest', 'node', 'cargo', 'pytest', 'unittest'] : [parser];
  const found = readers.map((name) => parsers[name](clean)).find(([p, f, s]) => p + f + s > 0) ?? [0, 0, 0];
  // A program that failed without a failed test (it did not build, it crashed), and one that ran no test at
  // all, are failures: silence must not look green.
  if (found[1] === 0 && (status !== 0 || found[0] === 0)) found[1] = 1;
  return found;
}

function failures(text) {
  const lines = plain(text).split('\n');
  const wanted = /^(FAIL|HỎNG|not ok|error(\[|:)|test .*FAILED|\s*✖|\s*×|---- .* ----|thread '.*panicked|\s+\d+\) )/;
  const hits = lines.flatMap((line, i) => (wanted.test(line) ? lines.slice(i, i + (line.startsWith('error') || line.startsWith('thread') ? 4 : 1)) : []));
  const shown = hits.length > 0 ? hits.slice(0, 60) : lines.slice(-40);
  return shown.map((line) => `    | ${line.slice(0, 200)}`).join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [first, log, status] = process.argv.slice(2);
  const text = readFileSync(log, 'utf8');
  if (first === '--failures') console.log(failures(text));
  else if (first === '--skips') {
    const said = plain(text).split('\n').filter((l) => /^(SKIP|BỎ QUA)\b/.test(l.trim()));
    if (said.length > 0) console.log(said.map((l) => `    ${l.trim()}`).join('\n'));
  } else console.log(count(first, text, Number(status)).join(' '));
}
