// Applies each tests/mutants/*.patch to a copy of the project and asks the simulation: does it notice?
//   mutants.mjs [--json] [NAME…]   one {mutant, caught} a line; exit 1 unless all are caught
// The product has no switches: a rule is removed by editing the copy, never the checkout.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const root = process.cwd();
const args = process.argv.slice(2);
const json = args.includes('--json');
const names = args.filter((a) => !a.startsWith('--'));
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const copy = join(target, 'mutants', 'copy');
const BATCH = 20; // seeds a run: most mutants fall in the first
const LIMIT = 200; // what `./dev test` runs
const say = (line) => json || console.log(line);

/** Brings the copy back to the checkout's state. Only files that differ are written, so that cargo rebuilds little. */
function restore() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  const files = listed.split('\0').filter((f) => f && existsSync(join(root, f)) && !f.startsWith('app-tauri/ui/'));
  for (const file of files) {
    const [from, to] = [join(root, file), join(copy, file)];
    if (existsSync(to) && statSync(to).size === statSync(from).size && readFileSync(to).equals(readFileSync(from))) continue;
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
  // Cargo names the artefacts of path packages by their place in the workspace, not by the workspace: without another
  // version the copy's would overwrite the checkout's, and the next build would take the mutants for its own.
  const manifest = join(copy, 'Cargo.toml');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/^version = "([^"-]+)"$/m, 'version = "$1-mutant"'));
  const known = new Set(files);
  for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name).slice(copy.length + 1);
    if (entry.isFile() && !known.has(path) && !path.startsWith('.git/')) rmSync(join(copy, path));
  }
}

function run(command, argv, timeoutMinutes) {
  return spawnSync(command, argv, {
    cwd: copy, encoding: 'utf8', maxBuffer: 1 << 28, timeout: timeoutMinutes * 60_000,
    env: { ...process.env, CARGO_TARGET_DIR: target },
  });
}

const tail = (result) => `${result.stdout ?? ''}\n${result.stderr ?? ''}`.trim().split('\n').slice(-8).join('\n');

function hunt(patch) {
  restore();
  const applied = run('git', ['apply', '--whitespace=nowarn', patch], 1);
  if (applied.status !== 0) return { caught: false, error: 'bản vá không còn khớp mã nguồn', detail: tail(applied) };
  // By target, not by package: the dependencies are those that the layers before have built.
  const built = run('cargo', ['build', '-q', '--bin', 'sim'], 20);
  if (built.status !== 0) return { caught: false, error: 'bản sao không dựng được', detail: tail(built) };
  // Cargo puts every checkout's program at the same path: keep this one aside before it runs.
  const program = join(target, 'mutants', 'sim');
  copyFileSync(join(target, 'debug', 'sim'), program);
  for (let from = 0; from < LIMIT; from += BATCH) {
    const ran = run(program, ['--seeds', String(BATCH), '--from', String(from), '--json'], 10);
    const end = ran.stdout.trim().split('\n').reverse().find((l) => l.startsWith('{'));
    const faults = end ? JSON.parse(end).faults : 0;
    // Hanging or crashing is noticing too, as long as the unchanged simulation does neither.
    if (faults > 0 || ran.status !== 0) return { caught: true, seeds: from + BATCH, faults, ...(end ? {} : { crash: tail(ran) }) };
  }
  return { caught: false, seeds: LIMIT };
}

const folder = join(root, 'tests', 'mutants');
const patches = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith('.patch')).sort() : [];
const chosen = patches.filter((p) => names.length === 0 || names.includes(basename(p, '.patch')));
if (chosen.length === 0) {
  console.error(patches.length === 0 ? 'Chưa có bản vá nào trong tests/mutants.' : `Không có bản vá: ${names.join(', ')}`);
  process.exit(1);
}
mkdirSync(copy, { recursive: true });
// `git apply` outside a repository skips nothing and knows no parent checkout.
if (!existsSync(join(copy, '.git'))) execFileSync('git', ['init', '-q', copy]);
writeFileSync(join(copy, '.git', 'info', 'exclude'), '*\n');

let missed = 0;
for (const patch of chosen) {
  const mutant = basename(patch, '.patch');
  say(`… ${mutant}`);
  const result = hunt(join(folder, patch));
  if (!result.caught) missed += 1;
  if (json) console.log(JSON.stringify({ mutant, ...result }));
  else say(`  ${result.caught ? `bị phát hiện (${result.faults} lỗi sau ${result.seeds} hạt giống)` : `THOÁT: ${result.error ?? `${LIMIT} hạt giống không thấy gì`}\n${result.detail ?? ''}`}`);
}
restore();
say(`${chosen.length - missed} trên ${chosen.length} bị phát hiện`);
process.exit(missed === 0 ? 0 : 1);
