// The guard is shown what is really shipped, which passes, and bad examples, which must fail.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as shipped from './shipped.mjs';

const RELEASE = '.github/workflows/release.yml', CONFIG = 'app-tauri/shell/tauri.conf.json';
const MAIN = 'app-tauri/shell/capabilities/main.json', MANIFEST = 'app-tauri/shell/Cargo.toml';
const real = Object.fromEntries([RELEASE, CONFIG, MAIN, MANIFEST].map((path) => [path, readFileSync(path, 'utf8')]));
const problems = (changed = {}) => shipped.check({ files: new Map(Object.entries({ ...real, ...changed })) }).problems;
const bad = (title, changed, says) => test(`shipped notices ${title}`, () => assert.match(problems(changed).join('\n'), says));
const config = (change) => { const value = JSON.parse(real[CONFIG]); change(value); return { [CONFIG]: JSON.stringify(value) }; };

test('shipped: what the house ships passes', () => assert.deepEqual(problems(), []));
bad('a release that builds whatever there is', { [RELEASE]: '- run: cargo build --release\n' }, /-p/);
bad('a release of the whole workspace', { [RELEASE]: '- run: cargo build --workspace -p x\n' }, /bản đôi/);
bad('a bundle that names no crate', { [RELEASE]: '- run: npx --yes @tauri-apps/cli@2.12 build --bundles deb\n' }, /-p/);
bad('the twin beside the window in a bundle', config((all) => { all.bundle.externalBin = ['../../target/release/congdoan-twin']; }), /bản đôi/);
bad('the twin in one platform’s bundle', { 'app-tauri/shell/tauri.windows.conf.json': '{"bundle":{"resources":["../../app-tauri/twin"]}}' }, /bản đôi/);
bad('a policy with inline code', config((all) => { all.app.security.csp['script-src'] = "'self' 'unsafe-inline'"; }), /script-src/);
bad('a page from elsewhere', config((all) => { all.app.security.csp['connect-src'] = 'https://example.com'; }), /connect-src/);
bad('no policy', config((all) => { delete all.app.security; }), /csp/);
bad('Tauri in the page’s global scope', config((all) => { all.app.withGlobalTauri = true; }), /withGlobalTauri/);
bad('one more permission', { [MAIN]: '{"permissions":["core:event:allow-listen","fs:default"]}' }, /fs:default/);
bad('strangers who may call', { [MAIN]: '{"permissions":[],"remote":{"urls":["https://example.com"]}}' }, /trang ngoài/);
bad('developer tools in a release', { [MANIFEST]: 'tauri = { features = ["devtools"] }' }, /nhà phát triển/);
