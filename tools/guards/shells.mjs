// Law 11: shells are thin. A `match` on a type of the domain in ffi or shell is a decision in the wrong place.
import { code, withoutTests, itemEnd, lineOf } from './rust.mjs';

const SHELL = /^(bindings\/ffi|app-tauri\/shell)\/src\/.*\.rs$/;
const SOURCE = /^core\/(domain|wire|store|client|law|sync)\/src\/.*\.rs$/;
const enums = (text) => [...code(text).matchAll(/\benum\s+(\w+)/g)].map((hit) => hit[1]);

export const name = 'shells';
export const says = 'ffi và shell không rẽ nhánh theo kiểu của lõi (luật 11)';

export function check({ files }) {
  const problems = [];
  const core = new Set([...files].filter(([path]) => SOURCE.test(path)).flatMap(([, text]) => enums(text)));
  const shells = [...files].filter(([path]) => SHELL.test(path));
  const own = new Set(shells.flatMap(([, text]) => enums(text)));
  for (const [path, text] of shells) {
    const source = withoutTests(text);
    const regions = [
      ...[...source.matchAll(/\bmatch\b/g)].map((hit) => [hit.index, itemEnd(source, hit.index)]),
      ...[...source.matchAll(/\b(?:if|while)\s+let\b[^=]*=|\bmatches!\s*\([^;]*|\blet\b[^=;]*=[^;]*\belse\b/g)].map((hit) => [hit.index, hit.index + hit[0].length]),
    ];
    for (const [from, to] of regions) {
      const body = source.slice(from, to);
      const hit = [...body.matchAll(/\b(\w+)::[A-Z]\w*\s*(?:\([^)]*\)|\{[^}]*\})?\s*(?:=>|\||if\b|=|,|\)|$)/g)]
        .find((h) => core.has(h[1]) && !(own.has(h[1]) && !new RegExp(`(domain|client|wire|core)::(\\w+::)*${h[1]}\\b`).test(source)));
      if (hit) problems.push(`${path}:${lineOf(source, from)}: rẽ nhánh theo ${hit[1]} của lõi`);
    }
  }
  return { problems: [...new Set(problems)] };
}
