// Law 13: a recorded wire message, or what a released version left behind (tests/fixtures/vN), changes only together
// with a version paragraph of docs/sync-protocol.md.
// tests/golden/LOCK lists the hash of every golden file and of the paragraphs it was reviewed with
// (`node tools/guards/run.mjs --accept-wire` writes it). Golden files without a lock hold nothing, so they fail.
import { createHash } from 'node:crypto';

const LOCK = 'tests/golden/LOCK', PROTOCOL = 'docs/sync-protocol.md', NUMBERS = 'core/wire/src/lib.rs';
const GOLDEN = /^(tests\/golden|tests\/fixtures\/v\d+|core\/wire\/(tests\/)?golden)\/(?!LOCK$|README)/;
const hash = (data) => createHash('sha256').update(data).digest('hex');

export const name = 'wire';
export const says = 'bản tin mẫu chỉ đổi cùng đoạn phiên bản của docs/sync-protocol.md (luật 13)';

/** Every part whose heading speaks of a version, with what is below it: each version adds one of its own. */
export function paragraph(text) {
  return [...text.matchAll(/^(#+) .*(?:version|phiên bản).*$/gim)].map((hit) => {
    const rest = text.slice(hit.index + hit[0].length);
    const next = rest.search(new RegExp(`^#{1,${hit[1].length}} `, 'm'));
    return (hit[0] + rest.slice(0, next < 0 ? undefined : next)).trim();
  }).join('\n\n');
}

/** The numbers of core/wire must be spoken of: a new number without words about it is no version. */
function unspoken({ files }) {
  const code = files.get(NUMBERS) ?? '', text = paragraph(files.get(PROTOCOL) ?? '');
  return [['PROTOCOL', /protocol (\d+)/gi], ['SCHEMA', /schema (\d+)/gi]].flatMap(([name, said]) => {
    const number = code.match(new RegExp(`pub const ${name}: u16 = (\\d+);`))?.[1];
    if (number === undefined || [...text.matchAll(said)].some((hit) => hit[1] === number)) return [];
    return [`${NUMBERS}: ${name} là ${number} mà các đoạn phiên bản của ${PROTOCOL} không nói tới`];
  });
}

function lockOf(text) {
  const lines = text.split('\n').filter(Boolean).map((l) => l.split(/\s+/));
  return { version: lines.find(([, p]) => p === 'VERSION')?.[0], goldens: new Map(lines.filter(([, p]) => p !== 'VERSION').map(([h, p]) => [p, h])) };
}

const current = ({ files, golden }) => ({
  version: hash(paragraph(files.get(PROTOCOL) ?? '')),
  goldens: golden ?? new Map([...files].filter(([p]) => GOLDEN.test(p)).map(([p, t]) => [p, hash(t)])),
});

export function check(tree) {
  const text = tree.files.get(LOCK);
  const now = current(tree);
  if (text === undefined) {
    if (now.goldens.size === 0) return { problems: [], notes: ['chưa có bản tin mẫu nào'] };
    return { problems: [`${LOCK}: không có, nên ${now.goldens.size} bản tin mẫu không được giữ (node tools/guards/run.mjs --accept-wire)`] };
  }
  const old = lockOf(text);
  const changed = [...old.goldens].filter(([p, h]) => now.goldens.get(p) !== h).map(([p]) => p);
  const added = [...now.goldens.keys()].filter((p) => !old.goldens.has(p));
  const problems = unspoken(tree);
  if (changed.length > 0 && now.version === old.version)
    problems.push(...changed.map((p) => `${p}: đổi hay mất mà đoạn phiên bản của ${PROTOCOL} không đổi`));
  else if (changed.length > 0 || now.version !== old.version)
    problems.push(`đã có đoạn phiên bản mới: duyệt xong thì ghi sổ bằng node tools/guards/run.mjs --accept-wire`);
  problems.push(...added.map((p) => `${p}: bản tin mẫu mới chưa ghi sổ (node tools/guards/run.mjs --accept-wire)`));
  return { problems };
}

/** The new lock, or the reason why there is none. */
export function accept(tree) {
  const now = current(tree);
  const text = tree.files.get(LOCK);
  if (text !== undefined) {
    const old = lockOf(text);
    const changed = [...old.goldens].filter(([p, h]) => now.goldens.get(p) !== h);
    if (changed.length > 0 && now.version === old.version) return { refused: `Viết đoạn phiên bản mới trong ${PROTOCOL} trước đã: ${changed.map(([p]) => p).join(', ')}` };
  }
  if (now.goldens.size === 0) return { refused: 'Chưa có bản tin mẫu nào để khóa.' };
  if (!paragraph(tree.files.get(PROTOCOL) ?? '')) return { refused: `${PROTOCOL} chưa có đoạn phiên bản.` };
  return { lock: [`${now.version}  VERSION`, ...[...now.goldens].sort().map(([p, h]) => `${h}  ${p}`)].join('\n') + '\n' };
}

export { GOLDEN, LOCK, hash };
