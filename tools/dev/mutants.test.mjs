// The mutants' runner on a project of one rule: a caught mutant, one that escapes, one that no longer applies.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const SIM = `fn rule() -> u32 {
    // once
    1
}

fn main() {
    let faults = u32::from(rule() != 1);
    println!("{{\\"seeds\\":20,\\"faults\\":{faults}}}");
    std::process::exit(faults as i32);
}
`;
const patch = (from, to) => `--- a/src/bin/sim.rs
+++ b/src/bin/sim.rs
@@ -1,4 +1,4 @@
 fn rule() -> u32 {
${from === '1' ? '     // once' : `-    ${from}`}
${from === '1' ? '-    1' : `+    ${to}`}
${from === '1' ? `+    ${to}` : '     1'}
 }
`;

test('caught, escaped and stale mutants are told apart, and the checkout stays as it was', () => {
  const house = mkdtempSync(join(tmpdir(), 'mutants-'));
  mkdirSync(join(house, 'src', 'bin'), { recursive: true });
  mkdirSync(join(house, 'tests', 'mutants'), { recursive: true });
  writeFileSync(join(house, 'Cargo.toml'), '[package]\nname = "congdoan-tests"\nedition = "2024"\n[workspace]\n');
  writeFileSync(join(house, '.gitignore'), 'target/\n');
  writeFileSync(join(house, 'src', 'bin', 'sim.rs'), SIM);
  writeFileSync(join(house, 'tests', 'mutants', 'caught.patch'), patch('1', '2'));
  writeFileSync(join(house, 'tests', 'mutants', 'escaped.patch'), patch('// once', '// twice'));
  writeFileSync(join(house, 'tests', 'mutants', 'stale.patch'), patch('// never there', '// x'));
  spawnSync('git', ['init', '-q'], { cwd: house });
  const ran = spawnSync('node', [join(import.meta.dirname, 'mutants.mjs'), '--json'], {
    cwd: house, encoding: 'utf8', env: { ...process.env, CARGO_TARGET_DIR: join(house, 'target') },
  });
  const sim = readFileSync(join(house, 'src', 'bin', 'sim.rs'), 'utf8');
  const copy = readFileSync(join(house, 'target', 'mutants', 'copy', 'src', 'bin', 'sim.rs'), 'utf8');
  rmSync(house, { recursive: true });
  const lines = ran.stdout.trim().split('\n').map((l) => JSON.parse(l));
  assert.deepEqual(lines.map((l) => [l.mutant, l.caught]), [['caught', true], ['escaped', false], ['stale', false]]);
  assert.ok(lines[2].error);
  assert.equal(ran.status, 1);
  assert.equal(sim, SIM);
  assert.equal(copy, SIM);
});
