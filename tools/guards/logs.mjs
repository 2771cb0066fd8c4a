// Law 9: a log line speaks of what the program did, never of a person. The test `logs` reads what a real run logs; this
// guard reads the lines that no run reached.
import { withoutTests, isTestFile, lineOf } from './rust.mjs';

const WATCHED = /^(core\/(?!cli\/)|sync-server|app-tauri|bindings\/ffi).*\/src\/.*\.rs$/;
/** Programs talk to the person who started them. */
const PROGRAM = /(^|\/)(main|arguments)\.rs$/;
const EVENT = /\b(?:tracing::|log::)?(?:error|warn|info|debug|trace|event)!\s*\(/g;
const PRINT = /\b(?:e?println|e?print|dbg)!\s*\(/g;
/** What must not be an argument of a log line, by any part of a name. */
const PERSONAL = /\b\w*?(name|phone|birth|national|profile|member|person|invitation|code|token|pin|secret|text|body|words|answer|voucher|card_text|password|key_bytes)\w*\b/i;

export const name = 'logs';
export const says = 'dòng nhật ký không nói về người: không tên, số, mã, nội dung (luật 9)';

/** The arguments of a macro call whose opening bracket is the character before `from`. */
function argumentsAt(text, from) {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    if ('([{'.includes(text[i])) depth++;
    else if (')]}'.includes(text[i]) && --depth === 0) return text.slice(from, i);
  }
  return text.slice(from);
}

export function check({ files }) {
  const problems = [];
  for (const [path, text] of files) {
    if (!WATCHED.test(path) || isTestFile(path)) continue;
    const bare = withoutTests(text), kept = withoutTests(text, { keepStrings: true });
    for (const hit of bare.matchAll(EVENT)) {
      const at = `${path}:${lineOf(bare, hit.index)}`, from = hit.index + hit[0].length;
      const names = argumentsAt(bare, from).match(PERSONAL);
      if (names) problems.push(`${at}: “${names[0]}” không vào nhật ký`);
      const said = kept.slice(from, from + argumentsAt(bare, from).length);
      if (/\?\s*[a-z_]|:[#x]*\?\}/.test(said)) problems.push(`${at}: nhật ký không in cả giá trị (Debug), có thể có dữ liệu cá nhân bên trong`);
      const inside = said.match(/\{(\w+)[:}]/);
      if (inside && PERSONAL.test(inside[1])) problems.push(`${at}: “${inside[1]}” không vào nhật ký`);
    }
    if (!PROGRAM.test(path)) for (const hit of bare.matchAll(PRINT))
      problems.push(`${path}:${lineOf(bare, hit.index)}: thư viện không in ra màn hình, dùng nhật ký (tracing)`);
  }
  return { problems };
}
