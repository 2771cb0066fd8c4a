// Law 13: a recorded wire message changes only together with the version paragraph of docs/sync-protocol.md.
// tests/golden/LOCK lists the hash of every golden file and of the paragraph it was reviewed with; it begins
// at the freeze of version 1 (`node tools/guards/run.mjs --accept-wire`). Until then there is nothing to hold.
import { createHash } from 'node:crypto';

const LOCK = 'tests/golden/LOCK', PROTOCOL = 'docs/sync-protocol.md';
const GOLDEN = /^(tests\/golden|core\/wire\/(tests\/)?golden)\/(?!LOCK$|README)/;
const hash = (data) => createHash('sha256').update(data).digest('hex');

export const name = 'wire';
export const says = 'bản tin mẫu chỉ đổi cùng đoạn phiên bản của docs/sync-protocol.md (luật 13)';

/** The part under the first heading that speaks of versions, with what is below it. */
export function paragraph(text) {
  const hit = text.match(/^(#+) .*(?:version|phiên bản).*$/im);
  if (!hit) return '';
  const rest = text.slice(hit.index + hit[0].length);
  const next = rest.search(new RegExp(`^#{1,${hit[1].length}} `, 'm'));
  return rest.slice(0, next < 0 ? undefined : next).trim();
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
  if (text === undefined) return { problems: [], notes: ['phiên bản 1 chưa khóa (chưa có tests/golden/LOCK)'] };
  const [old, now] = [lockOf(text), current(tree)];
  const changed = [...old.goldens].filter(([p, h]) => now.goldens.get(p) !== h).map(([p]) => p);
  const added = [...now.goldens.keys()].filter((p) => !old.goldens.has(p));
  const problems = [];
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
