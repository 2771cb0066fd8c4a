// Each guard is shown a good example, which passes, and bad ones, which must fail.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
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
import * as wire from './wire.mjs';

const problems = (guard, files, more = {}) => guard.check({ files: new Map(Object.entries(files)), packages: [], ...more }).problems;
const good = (guard, title, files, more) => test(`${guard.name}: ${title}`, () => assert.deepEqual(problems(guard, files, more), []));
const bad = (guard, title, files, more, says = /./) =>
  test(`${guard.name} notices ${title}`, () => {
    const found = problems(guard, files, more);
    assert.ok(found.some((p) => says.test(p)), `nothing matching ${says} in ${JSON.stringify(found)}`);
  });

const LINTS = '[package]\n[lints]\nworkspace = true\n';
const pkg = (name, folder, ...deps) => ({ name, folder, dependencies: deps.map((d) => ({ name: d, kind: 'normal', local: d.startsWith('congdoan') })) });
const workspace = (...packages) => ({ packages });
good(edges, 'the drawn edges pass', { 'core/sync/Cargo.toml': LINTS }, workspace(pkg('congdoan-sync', 'core/sync', 'congdoan-domain', 'congdoan-wire', 'thiserror')));
bad(edges, 'an edge that is not drawn', { 'sync-server/Cargo.toml': LINTS }, workspace(pkg('congdoan-server', 'sync-server', 'congdoan-store')), /congdoan-store không có/);
bad(edges, 'something that depends on the tests', { 'core/store/Cargo.toml': LINTS }, workspace(pkg('congdoan-store', 'core/store', 'congdoan-tests')), /congdoan-tests/);
bad(edges, 'a crate outside the drawing', { 'x/Cargo.toml': LINTS }, workspace(pkg('congdoan-utils', 'x')), /bản vẽ/);
bad(edges, 'a runtime in a pure crate', { 'core/sync/Cargo.toml': LINTS }, workspace(pkg('congdoan-sync', 'core/sync', 'tokio')), /thuần/);
bad(edges, 'a crate without the lints', { 'core/wire/Cargo.toml': '[package]\n' }, workspace(pkg('congdoan-wire', 'core/wire')), /lints/);
bad(edges, 'the twin inside the shell', { 'app-tauri/shell/Cargo.toml': LINTS }, workspace(pkg('congdoan-shell', 'app-tauri/shell', 'congdoan-desk', 'congdoan-twin')), /bản đôi/);
bad(edges, 'the twin in a release', { '.github/workflows/release.yml': 'run: cargo build -p congdoan-twin\n' }, {}, /bản phát hành/);
bad(edges, 'sqlx in the lock file', { 'Cargo.lock': 'name = "sqlx-core"\n' }, {}, /sqlx/);

good(markup, 'text and pictures pass', { 'app-tauri/ui/src/a/A.svelte': '<p>{name}</p><img src={picture} alt="" /> <!-- html -->' });
good(markup, 'what is no page passes', { 'app-tauri/ui/e2e/run.mjs': 'page.evaluate(() => document.body.innerHTML)' });
for (const [what, text] of [['markup of strings', '<p>{@html name}</p>'], ['innerHTML', 'node.innerHTML = name'], ['a program of strings', 'eval (name)'], ['an address that runs', '<a href="javascript:x()">'], ['document.write', 'document.write(name)'], ['a timer of strings', "setTimeout('x()', 1)"]])
  bad(markup, what, { 'app-tauri/ui/src/a/A.svelte': text });

const LISTED = { 'core/domain/src/command.rs': 'commands! {\n    CloseSurvey => crate::survey::CloseSurvey,\n}\n' };
good(anatomy, 'a command in its room passes', { ...LISTED, 'core/domain/src/survey/close.rs': 'impl Rule for CloseSurvey {}' });
good(anatomy, 'a stated grace period passes', { 'core/domain/src/survey/answer.rs': 'let late = envelope.made_at <= closing;' });
bad(anatomy, 'a command with no file', LISTED, {}, /không có 'impl Rule'/);
bad(anatomy, 'a command in another room', { ...LISTED, 'core/domain/src/market/close.rs': 'impl Rule for CloseSurvey {}' }, {}, /phòng survey/);
bad(anatomy, 'two commands in a file', { 'core/domain/src/survey/close.rs': 'impl Rule for A {}\nimpl Rule for B {}' }, {}, /mỗi lệnh một tệp/);
bad(anatomy, "a rule that reads the device's clock", { 'core/domain/src/survey/close.rs': 'if envelope.made_at > closing {}' }, {}, /chỉ để hiện/);
good(anatomy, 'a face of the store that declares passes', { 'core/store/src/survey/mod.rs': '//! Surveys.\n\nmod board;\nmod project;\n\npub use board::{Board, board};\npub(crate) use project::{SCHEMA_1, project_answer};\n', 'core/store/src/survey/board.rs': 'pub fn board(db: &Connection) { db.prepare("SELECT id FROM survey_answer"); }' });
good(anatomy, "the engine's own files are no rooms", { 'core/store/src/engine/mod.rs': 'pub fn open() {}', 'core/store/src/packs/mod.rs': 'fn read() {}', 'core/store/src/projection.rs': 'fn project() {}' });
bad(anatomy, 'a query in the face of a room', { 'core/store/src/market/mod.rs': 'use crate::engine::view;\npub fn offers(db: &Connection) -> Result<Vec<Offer>, StoreError> { view::all(db) }\n' }, {}, /market\/mod\.rs:2: offers/);
bad(anatomy, 'SQL in the face of a room', { 'core/store/src/card/mod.rs': 'pub(crate) const SCHEMA_1: &str = "CREATE TABLE card_list (id BLOB)";\n' }, {}, /SQL/);

good(engine, 'rows without a meaning pass', { 'core/sync/src/lib.rs': '// a survey row, say\nfn apply(row: Row) { row.name.to_lowercase(); }\n#[serde(rename_all = "snake_case")] struct Discard;\n#[cfg(test)] mod tests { fn survey() {} }\n' });
good(engine, 'rooms may be named outside the engine', { 'core/store/src/survey/board.rs': 'struct SurveyBoard;' });
bad(engine, 'a room in an identifier', { 'core/wire/src/page.rs': 'fn page_of_survey() {}' }, {}, /survey/);
bad(engine, 'a room in a string', { 'sync-server/src/commit.rs': 'const T: &str = "select * from voucher";' }, {}, /voucher/);
bad(engine, 'a room as a path', { 'sync-server/src/feed/mod.rs': 'use congdoan_domain::case::Stage;' }, {}, /case/);
bad(engine, 'a room in the engine\u2019s SQL', { 'core/store/src/engine/rows.sql': 'create table market (id blob);' }, {}, /market/);

good(cycles, 'one-way imports pass', { 'core/x/src/lib.rs': 'mod a; mod b; pub use a::A;', 'core/x/src/a.rs': 'use crate::b::B;', 'core/x/src/b.rs': 'pub struct B;' });
good(cycles, 'a face that re-exports its files passes', { 'core/x/src/a/mod.rs': 'mod model; mod board; pub use model::M; pub use board::Board;', 'core/x/src/a/model.rs': 'pub struct M;', 'core/x/src/a/board.rs': 'use super::M;' });
good(cycles, 'a register may list what uses it', { 'core/x/src/row.rs': 'rows! {\n    Survey => crate::survey::Survey,\n}', 'core/x/src/survey.rs': 'use crate::row::Row;' });
bad(cycles, 'two files that import each other', { 'core/x/src/a.rs': 'use crate::b::B;', 'core/x/src/b.rs': 'fn f(a: crate::a::A) {}' }, {}, /a\.rs/);
bad(cycles, 'a loop through the face of the crate', { 'core/x/src/lib.rs': 'pub use a::A; pub use b::B;', 'core/x/src/a.rs': 'use crate::B;', 'core/x/src/b.rs': 'use crate::{A, other::C};' });
test('cycles only notes rooms that know one another', () => {
  const found = cycles.check({ files: new Map(Object.entries({ 'core/x/src/a/mod.rs': 'mod p; mod q;', 'core/x/src/a/p.rs': 'use crate::b::r::R;', 'core/x/src/a/q.rs': '', 'core/x/src/b/mod.rs': 'pub mod r; mod s;', 'core/x/src/b/r.rs': '', 'core/x/src/b/s.rs': 'use crate::a::q::Q;' })) });
  assert.deepEqual(found.problems, []);
  assert.match(found.notes[0], /a → b → a/);
});
bad(cycles, 'super loops', { 'core/x/src/a/p.rs': 'use super::q::Q;', 'core/x/src/a/q.rs': 'use super::p::P;' });

const CORE = { 'core/domain/src/survey/model.rs': 'pub enum Question { Single, Scale { top: u8 } }' };
good(shells, 'a shell may match on its own types', { ...CORE, 'bindings/ffi/src/lib.rs': 'enum Mine { A }\nfn f(m: Mine) -> u8 { match m { Mine::A => 1 } }\nfn g() -> Question { Question::Single }\n' });
bad(shells, 'a match on a domain enum', { ...CORE, 'bindings/ffi/src/survey.rs': 'fn f(q: Question) -> u8 { match q { Question::Single => 1, Question::Scale { top } => top } }' }, {}, /Question/);
bad(shells, 'an if let on a domain enum', { ...CORE, 'app-tauri/shell/src/survey.rs': 'fn f(q: Question) { if let Question::Scale { top } = q { go(top) } }' }, {}, /Question/);
bad(shells, 'matches! on a domain enum', { ...CORE, 'app-tauri/shell/src/survey.rs': 'fn f(q: &Question) -> bool { matches!(q, Question::Single) }' }, {}, /Question/);

good(pure, 'a port with a reason passes', { 'core/client/src/ports/clock.rs': '#[allow(clippy::disallowed_methods, reason = "this is the clock port")]\nfn now() {}' });
bad(pure, 'a file read in a pure crate', { 'core/law/src/reader.rs': 'fn f() { std::fs::read("x"); }' }, {}, /std::fs/);
good(pure, 'signatures and hashes pass, and a test may roll dice', { 'core/domain/src/signature.rs': 'use ring::{digest, signature};\nuse std::{collections::BTreeMap, fmt};\n#[cfg(test)]\nmod tests { use ring::rand::SystemRandom; }\n' });
for (const [title, source, says] of [
  ['a file in a group', 'use std::{fs, collections::BTreeMap};\nfn f() { fs::read("x"); }', /std::fs/],
  ['the environment in a nested group', 'use std::{fmt, env::{self, var}};', /std::env/],
  ['a group over several lines', 'use std::{\n    collections::BTreeMap,\n    process,\n};', /std::process/],
  ['everything of std', 'use std::*;', /std::\*/],
  ['std under another name', 'use std as s;\nfn f() { s::fs::read("x"); }', /std$/],
  ['a leading colon', 'use ::std::{net};', /std::net/],
  ['randomness', 'fn f() { let r = ring::rand::SystemRandom::new(); }', /ring::rand/],
  ['randomness in a group', 'use ring::{digest, rand};\nfn f() { rand::SystemRandom::new(); }', /ring::rand/],
  ['randomness under another name', 'use ring::{self as r, digest};\nfn f() { r::rand::SystemRandom::new(); }', /ring/],
  ['the randomness of a hash map', 'use std::collections::hash_map::RandomState;', /RandomState/],
  ['a crate of randomness', 'fn f(b: &mut [u8]) { getrandom::fill(b); }', /getrandom/],
])
  bad(pure, `${title} in a pure crate`, { 'core/wire/src/x.rs': source }, {}, says);
test('clippy names the randomness of ring', () => assert.match(readFileSync(new URL('../../clippy.toml', import.meta.url), 'utf8'), /path = "ring::rand::SystemRandom::new"/));
bad(pure, 'an exception without a reason', { 'core/client/src/x.rs': '#[allow(clippy::disallowed_methods)]\nfn now() {}' }, {}, /lý do/);
bad(pure, 'an exception in a pure crate', { 'core/domain/src/x.rs': '#[allow(clippy::disallowed_methods, reason = "just this once")]\nfn now() {}' }, {}, /thuần/);

good(logs, 'what the program did passes', { 'sync-server/src/http/frame.rs': 'fn f() { tracing::error!(error = %other, "store of names"); tracing::warn!("cut off after {} s", DRAIN.as_secs()); }' });
good(logs, 'a program may print', { 'sync-server/src/main.rs': 'fn main() { println!("{line}"); }' });
bad(logs, 'a name in a log line', { 'core/client/src/x.rs': 'fn f() { tracing::info!(name = %member.profile.name, "admitted"); }' }, {}, /không vào nhật ký/);
bad(logs, 'a code inside the words', { 'core/client/src/x.rs': 'fn f() { tracing::info!("used {code}"); }' }, {}, /code/);
bad(logs, 'a whole value', { 'sync-server/src/x.rs': 'fn f() { tracing::debug!(?request, "came"); }' }, {}, /Debug/);
bad(logs, 'a whole value in braces', { 'sync-server/src/x.rs': 'fn f() { tracing::debug!("came {:?}", request); }' }, {}, /Debug/);
bad(logs, 'a library that prints', { 'core/store/src/x.rs': 'fn f() { eprintln!("x"); }' }, {}, /tracing/);

good(length, '600 lines pass', { 'core/x/src/a.rs': 'x\n'.repeat(600) });
bad(length, '601 lines', { 'core/x/src/a.rs': 'x\n'.repeat(601) }, {}, /601/);
good(length, 'generated files do not count', { 'app-tauri/ui/src/generated/a.ts': 'x\n'.repeat(900) });

const phone = `09${'03'}123127`, citizen = `0${'79'}195123412`;
good(people, 'invented people pass', { 'tests/kit.rs': `"lan@example.vn", "0900123127", "079195000412", "${'a'.repeat(10)}0903123127ff"` });
bad(people, 'a real-looking phone', { 'tests/kit.rs': `"${phone}"` }, {}, /điện thoại/);
bad(people, 'a real-looking citizen number', { 'tests/kit.rs': `"${citizen}"` }, {}, /căn cước/);
bad(people, 'a mail address', { 'tests/kit.rs': '"lan@gmail.com"' }, {}, /thư điện tử/);
test('people notices a copied law file', () => {
  const top = mkdtempSync(join(tmpdir(), 'guard-'));
  for (const [path, text] of [['shared/law/a.jsonl', 'điều 1 '.repeat(60)], ['main/tests/b.jsonl', 'điều 1 '.repeat(60)]]) {
    mkdirSync(join(top, path, '..'), { recursive: true });
    writeFileSync(join(top, path), text);
  }
  const found = people.check({ files: new Map(), paths: ['tests/b.jsonl'], root: join(top, 'main') }).problems;
  rmSync(top, { recursive: true });
  assert.match(found[0], /chép nguyên/);
});

good(words, 'marked Vietnamese passes', { 'app-tauri/ui/src/card/words.vi.json': '{"save": "Lưu 3 câu trả lời", "n_other": "{{count}} thẻ"}', 'app-tauri/ui/src/card/words.en.json': '{"save": "Save 3 answers", "n_one": "{{count}} card", "n_other": "{{count}} cards"}' });
bad(words, 'Vietnamese without marks', { 'app-tauri/ui/src/card/words.vi.json': '{"save": "Luu ba cau tra loi"}' }, {}, /có dấu/);
bad(words, 'a button that says OK', { 'app-tauri/ui/src/card/words.vi.json': '{"save": "OK"}' }, {}, /động từ/);
bad(words, 'a key that one language lacks', { 'app-tauri/ui/src/card/words.vi.json': '{"a": "một"}', 'app-tauri/ui/src/card/words.en.json': '{"b": "two"}' }, {}, /thiếu khóa/);

const protocol = (v) => `# Sync\n\n## Phiên bản\n\n${v}\n\n## Khác\nx`;
const frozen = (() => {
  const files = { 'tests/golden/page.cbor.txt': 'aa', [`docs/sync-protocol.md`]: protocol('1: đầu tiên') };
  return { ...files, [wire.LOCK]: wire.accept({ files: new Map(Object.entries(files)) }).lock };
})();
good(wire, 'a frozen wire passes', frozen);
good(wire, 'other parts of the document may change', { ...frozen, 'docs/sync-protocol.md': protocol('1: đầu tiên') + ' và y' });
bad(wire, 'a golden file that changed alone', { ...frozen, 'tests/golden/page.cbor.txt': 'ab' }, {}, /đoạn phiên bản/);
bad(wire, 'a golden file that went away', { [wire.LOCK]: frozen[wire.LOCK], 'docs/sync-protocol.md': protocol('1: đầu tiên') }, {}, /đoạn phiên bản/);
bad(wire, 'a golden file nobody recorded', { ...frozen, 'tests/golden/new.txt': 'x' }, {}, /ghi sổ/);
bad(wire, 'golden files that nobody locked', { 'tests/golden/page.cbor.txt': 'aa', 'docs/sync-protocol.md': protocol('1: đầu tiên') }, {}, /không được giữ/);
bad(wire, 'a number of the wire that no paragraph speaks of', { ...frozen, 'core/wire/src/lib.rs': 'pub const PROTOCOL: u16 = 2;\n' }, {}, /PROTOCOL là 2/);
test('wire reads every version paragraph', () => {
  const two = protocol('1: đầu tiên') + '\n\n## Phiên bản 2\n\nthêm trường\n\n## Cuối\ny\n';
  assert.match(wire.paragraph(two), /đầu tiên[^]*thêm trường/);
  assert.doesNotMatch(wire.paragraph(two), /Khác|Cuối/);
  const changed = new Map(Object.entries({ ...frozen, 'tests/golden/page.cbor.txt': 'ab', 'docs/sync-protocol.md': two }));
  assert.ok(wire.accept({ files: changed }).lock);
});
test('wire refuses to record a change without a version paragraph', () => {
  const changed = new Map(Object.entries({ ...frozen, 'tests/golden/page.cbor.txt': 'ab' }));
  assert.ok(wire.accept({ files: changed }).refused);
  changed.set('docs/sync-protocol.md', protocol('2: thêm trường'));
  assert.ok(wire.accept({ files: changed }).lock);
});

// Law 10 by clippy: a tiny crate with the house's clippy.toml and lints must not pass.
test('clippy refuses the clock', () => {
  const root = join(import.meta.dirname, '..', '..');
  const crate = mkdtempSync(join(tmpdir(), 'guard-clippy-'));
  mkdirSync(join(crate, 'src'));
  writeFileSync(join(crate, 'clippy.toml'), readFileSync(join(root, 'clippy.toml')));
  const lints = readFileSync(join(root, 'Cargo.toml'), 'utf8').match(/\[workspace\.lints\.clippy\]\n([^[]*)/)[1];
  writeFileSync(join(crate, 'Cargo.toml'), `[package]\nname = "bad-example"\nedition = "2024"\n[workspace]\n[lints.clippy]\n${lints}`);
  writeFileSync(join(crate, 'src', 'lib.rs'), 'pub fn now() -> std::time::SystemTime { std::time::SystemTime::now() }\n');
  const ran = spawnSync('cargo', ['clippy', '-q', '--offline'], { cwd: crate, encoding: 'utf8', env: { ...process.env, CARGO_TARGET_DIR: join(crate, 'target') } });
  rmSync(crate, { recursive: true });
  assert.notEqual(ran.status, 0);
  assert.match(ran.stderr, /disallowed method/);
});
