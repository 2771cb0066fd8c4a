// No real person in the tests: mail only at reserved domains, phones only in the ranges kept for examples,
// no citizen numbers that look real. And nothing of ../shared/law copied into the repository.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAIL = /[\w.+-]+@([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\b/gi;
const RESERVED = /(^|\.)(example(\.(com|org|net|vn))?|test|invalid|localhost|mau\.vn)$/;
// Vietnam keeps no fictional range: 0900 000 000 to 0900 999 999 is ours by convention, and two plain sequences.
const PHONE = /(?<![\w.#-])0[35789]\d{8}(?![\d])/g;
const INVENTED = /^0900\d{6}$|^0912345678$|^0987654321$/;
// A citizen number: province (three digits, 001 to 096), century and sex, year, six digits. Ours end in six zeros to 000999.
const CITIZEN = /(?<![\w.-])0[0-9]{2}[0-3]\d{8}(?![\w])/g;
const EXAMPLE_ID = /000\d{3}$/;
const SKIP = /(^|\/)(package-lock\.json|Cargo\.lock)$|^tools\/guards\/|\.(svg|snap)$/;

export const name = 'people';
export const says = 'không có dữ liệu của người thật, không chép văn bản từ ../shared';

export function check({ files, paths = [], root }) {
  const problems = [];
  for (const [path, text] of files) {
    if (SKIP.test(path)) continue;
    const line = (hit) => `${path}:${text.slice(0, hit.index).split('\n').length}`;
    for (const hit of text.matchAll(MAIL)) if (!RESERVED.test(hit[1].toLowerCase())) problems.push(`${line(hit)}: thư điện tử ngoài tên miền dành cho ví dụ`);
    for (const hit of text.matchAll(PHONE)) if (!INVENTED.test(hit[0])) problems.push(`${line(hit)}: số điện thoại có thể của người thật (dùng 0900xxxxxx)`);
    for (const hit of text.matchAll(CITIZEN)) if (!EXAMPLE_ID.test(hit[0])) problems.push(`${line(hit)}: số căn cước có thể của người thật (dùng số kết thúc 000xxx)`);
  }
  problems.push(...copied(paths, root));
  return { problems };
}

function copied(paths, root) {
  const shared = root && ['../shared'].map((p) => join(root, p)).find(existsSync);
  if (!shared) return [];
  const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
  const theirs = new Map();
  const sizes = new Set();
  for (const entry of readdirSync(shared, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && statSync(file).size > 200) { sizes.add(statSync(file).size); theirs.set(file, statSync(file).size); }
  }
  return paths.filter((p) => sizes.has(statSync(join(root, p)).size)).flatMap((p) => {
    const size = statSync(join(root, p)).size, mine = hash(join(root, p));
    const twin = [...theirs].find(([file, s]) => s === size && hash(file) === mine);
    return twin ? [`${p}: chép nguyên từ ${twin[0].slice(shared.length - 6)}`] : [];
  });
}
