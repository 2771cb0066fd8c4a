// The test driver itself: counts add up, a failing layer does not stop the others, the last line stands alone.
import test from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const root = join(import.meta.dirname, '..', '..');
const layer = (title, body) => `title="${title}"\nthere() { ${body.there ?? 'true'}; }\nneeds() { ${body.needs ?? 'true'}; }\nlayer() { ${body.layer ?? ':'}; }\n`;

/** `shims`: programs that stand before the machine's own. */
function dev(layers, ...args) {
  const shims = typeof args.at(-1) === 'object' ? args.pop() : {};
  const house = mkdtempSync(join(tmpdir(), 'dev-'));
  cpSync(join(root, 'dev'), join(house, 'dev'));
  cpSync(join(root, 'tools', 'dev'), join(house, 'tools', 'dev'), { recursive: true });
  mkdirSync(join(house, 'tools', 'test'));
  for (const [name, body] of Object.entries(layers)) writeFileSync(join(house, 'tools', 'test', `${name}.sh`), layer(name, body));
  mkdirSync(join(house, 'bin'));
  for (const [name, body] of Object.entries(shims)) writeFileSync(join(house, 'bin', name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  const ran = spawnSync('sh', ['./dev', ...args], {
    cwd: house, encoding: 'utf8',
    env: { ...process.env, CARGO_TARGET_DIR: join(house, 'target'), PATH: `${join(house, 'bin')}:${process.env.PATH}` },
  });
  rmSync(house, { recursive: true });
  return { status: ran.status, out: ran.stdout, err: ran.stderr, last: ran.stdout.trim().split('\n').pop() };
}

const pass = { layer: `step a plain echo '3 passed, 0 failed'` };
const fail = { layer: `step a plain sh -c 'echo 1 passed, 2 failed; exit 1'` };

test('all pass', () => {
  const { status, last } = dev({ '10-one': pass, '20-two': { layer: 'step b exit true' } }, 'test');
  assert.deepEqual([status, last], [0, '4 passed, 0 failed']);
});
test('a failing layer fails the run, and the others still run', () => {
  const { status, last } = dev({ '10-one': fail, '20-two': pass }, 'test');
  assert.deepEqual([status, last], [1, '4 passed, 2 failed']);
});
test('a layer without code counts nothing and says so', () => {
  const { status, last, out } = dev({ '10-one': pass, '20-two': { there: 'false', layer: 'step b exit false' } }, 'test');
  assert.deepEqual([status, last], [0, '3 passed, 0 failed']);
  assert.match(out, /chưa có/);
});
test('a layer that cannot be prepared, or that counts nothing, has failed', () => {
  assert.equal(dev({ '10-one': { needs: 'false' } }, 'test').last, '0 passed, 1 failed');
  assert.equal(dev({ '10-one': { layer: ':' } }, 'test').last, '0 passed, 1 failed');
  assert.equal(dev({ '10-one': { layer: 'step a cargo true' } }, 'test').last, '0 passed, 1 failed');
});
test('layers can be chosen, and an unknown one is refused', () => {
  assert.equal(dev({ '10-one': fail, '20-two': pass }, 'test', 'two').last, '3 passed, 0 failed');
  assert.equal(dev({ '10-one': pass }, 'test', 'other').status, 2);
});

const nothingInstalled = { 'dpkg-query': 'exit 1', id: 'echo 1000', sudo: 'exit 1', 'apt-get': 'echo apt-get "$@" >&2; exit 0' };
test('without the right to install, it says exactly what to install', () => {
  const { last, err } = dev({ '10-one': { ...pass, needs: 'need_apt browser' } }, 'test', nothingInstalled);
  assert.equal(last, '0 passed, 1 failed');
  assert.match(err, /apt-get install -y --no-install-recommends chromium/);
});
test('with sudo it installs only what is missing', () => {
  const log = 'echo "$@" >>"$LOGS/asked"';
  const { last, out } = dev(
    { '10-one': { needs: 'need_apt browser', layer: `cat "$LOGS/asked"; step a plain echo '1 passed, 0 failed'` } }, 'test',
    { ...nothingInstalled, sudo: `[ "$1" = -n ] || ${log}`, 'dpkg-query': '[ "$3" = chromium ] || echo "install ok installed"' });
  assert.equal(last, '1 passed, 0 failed');
  assert.match(out, /install -y --no-install-recommends chromium$/m);
});
test('npm ci runs again only when the lock file changes', () => {
  const make = 'mkdir -p ui/node_modules; echo {} >ui/package.json; echo 1 >ui/package-lock.json';
  const { out } = dev({ '10-one': { needs: `${make}; need_npm ui && need_npm ui && echo 2 >ui/package-lock.json && need_npm ui`, ...pass } }, 'test', { npm: 'exit 0' });
  assert.equal(out.match(/Cài thư viện npm/g)?.length, 2);
});
test('an invitation of the founding is used for three days, and then made anew', () => {
  const check = `. tools/dev/run.sh; DEV_DIR=d; BIN=bin; mkdir -p d/server/sample; cd d/server/sample
    echo congdoan:first >hung.invitation; echo '--member 7' >hung.invitee; cd ../../..
    [ "$(invitation hung)" = d/server/sample/hung.invitation ] || return 1
    touch -d '4 days ago' d/server/sample/hung.invitation
    [ "$(invitation hung)" = 'congdoan:--member 7' ] && step a plain echo '1 passed, 0 failed'`;
  const server = 'echo Lời mời:; echo "congdoan:$6 $7"';
  assert.equal(dev({ '10-one': { layer: check } }, 'test', { 'congdoan-server': server }).last, '1 passed, 0 failed');
});
test('the number of a server that ended is another program by now, and is left alone', () => {
  const check = `. tools/dev/run.sh; DEV_DIR=d; mkdir -p d; sleep 60 & echo $! >d/server.pid
    server_runs && return 1; forget=$(cat d/server.pid); touch d/SAMPLE; forget_sample
    kill -0 "$forget" && kill "$forget" && step a plain echo '1 passed, 0 failed'`;
  assert.equal(dev({ '10-one': { layer: check } }, 'test').last, '1 passed, 0 failed');
});
test('fuzz names its targets before it builds anything', () => {
  const { status, err } = dev({}, 'fuzz', 'nothing-like-it');
  assert.equal(status, 2);
  assert.match(err, /Không có đích 'nothing-like-it'/);
  assert.equal(dev({}, 'fuzz', '--seconds', 'soon').status, 2);
});
