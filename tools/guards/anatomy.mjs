// Law 1: one file a command, in its room. Law 2: the device's clock is read only where a rule states its grace period.
// A room of the store (design 2): its face declares, a screen's query has a file of its own.
import { withoutTests, isTestFile, lineOf } from './rust.mjs';

const LIST = 'core/domain/src/command.rs';
const DOMAIN = /^core\/domain\/src\/.*\.rs$/;
// The rules that state a grace period, each with a test of its own.
const GRACE = new Set(['core/domain/src/survey/answer.rs', 'core/domain/src/market/redeem.rs']);

const STORE_FACE = /^core\/store\/src\/(?!engine\/|packs\/)\w+\/mod\.rs$/;

export const name = 'anatomy';
export const says = 'mỗi lệnh một tệp trong phòng của nó (luật 1); giờ của máy chỉ đọc trong thời gian ân hạn (luật 2); mặt phòng của store chỉ khai báo';

export function check({ files }) {
  const problems = [];
  const homes = new Map();
  for (const [path, text] of files) {
    if (!DOMAIN.test(path) || isTestFile(path)) continue;
    const source = withoutTests(text);
    const rules = [...source.matchAll(/\bimpl Rule for (\w+)/g)].map((hit) => hit[1]);
    for (const rule of rules) homes.set(rule, path);
    if (rules.length > 1) problems.push(`${path}: ${rules.join(', ')} ở chung một tệp; mỗi lệnh một tệp`);
    for (const hit of source.matchAll(/\benvelope\s*\.\s*made_at\b|\bEnvelope\s*\{[^}]*\bmade_at\b/g)) {
      if (!GRACE.has(path) && path !== LIST) problems.push(`${path}:${lineOf(source, hit.index)}: giờ của máy chỉ để hiện; luật ân hạn thì ghi tệp này vào anatomy.mjs cùng kiểm thử`);
    }
  }
  for (const [path, text] of files) {
    if (!STORE_FACE.test(path)) continue;
    const source = withoutTests(text, { keepStrings: true });
    for (const hit of source.matchAll(/\bfn\s+(\w+)|\b(?:SELECT|INSERT|DELETE FROM|CREATE TABLE)\b/g)) {
      problems.push(`${path}:${lineOf(source, hit.index)}: ${hit[1] ?? 'SQL'} ở mặt phòng; mỗi truy vấn của một màn hình một tệp, mod.rs chỉ khai báo`);
    }
  }
  const listed = /^commands! \{([\s\S]*?)^\}/m.exec(files.get(LIST) ?? '')?.[1] ?? '';
  for (const [, command, room] of listed.matchAll(/(\w+) => crate::(\w+)::/g)) {
    const home = homes.get(command);
    if (home === undefined) problems.push(`${LIST}: ${command} không có 'impl Rule'`);
    else if (!home.startsWith(`core/domain/src/${room}/`)) problems.push(`${home}: ${command} không nằm trong phòng ${room}`);
  }
  return { problems };
}
