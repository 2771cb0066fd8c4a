// The house's guards. `run.mjs [NAME…]` checks and ends in `N passed, M failed`; `--figures` prints file
// lengths; `--accept-wire` records reviewed golden files (see wire.mjs).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTree, readPackages } from './tree.mjs';
import * as anatomy from './anatomy.mjs';
import * as edges from './edges.mjs';
import * as engine from './engine.mjs';
import * as cycles from './cycles.mjs';
import * as shells from './shells.mjs';
import * as pure from './pure.mjs';
import * as logs from './logs.mjs';
import * as length from './length.mjs';
import * as people from './people.mjs';
import * as words from './words.mjs';
import * as markup from './markup.mjs';
import * as shipped from './shipped.mjs';
import * as wire from './wire.mjs';

const guards = [anatomy, edges, engine, cycles, shells, pure, logs, length, people, words, markup, shipped, wire];
const root = process.cwd();
const args = process.argv.slice(2);
const tree = readTree(root);
tree.golden = new Map(tree.paths.filter((p) => wire.GOLDEN.test(p)).map((p) => [p, wire.hash(readFileSync(join(root, p)))]));

if (args.includes('--figures')) {
  const { count, median, p90, largest } = length.figures(tree);
  console.log(`${count} tệp viết tay: trung vị ${median} dòng, p90 ${p90}, dài nhất ${largest.map((r) => `${r.path} ${r.lines}`).join(', ')}`);
} else if (args.includes('--accept-wire')) {
  const { lock, refused } = wire.accept(tree);
  if (refused) { console.error(refused); process.exit(1); }
  writeFileSync(join(root, wire.LOCK), lock);
  console.log(`Đã ghi ${wire.LOCK}.`);
} else {
  tree.packages = readPackages(root);
  const chosen = guards.filter((g) => args.length === 0 || args.includes(g.name));
  let failed = 0;
  for (const guard of chosen) {
    const { problems, notes = [] } = guard.check(tree);
    if (problems.length > 0) failed += 1;
    console.log(`${problems.length === 0 ? 'đạt' : 'HỎNG'} ${guard.name}: ${guard.says}`);
    for (const problem of problems.slice(0, 30)) console.log(`HỎNG   ${problem}`);
    if (problems.length > 30) console.log(`HỎNG   … và ${problems.length - 30} chỗ nữa`);
    for (const note of notes) console.log(`       ${note}`);
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
