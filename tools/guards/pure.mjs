// Laws 1 and 10: the pure crates touch no file, network, process or environment; and who may read the clock
// or make ids says so at the place, and is a port.
import { withoutTests, code, isTestFile, lineOf, usedPaths } from './rust.mjs';

const PURE = /^core\/(domain|wire|sync|law)\/src\/.*\.rs$/;
// Randomness hides in more than one crate; ring is here for its signatures and hashes only.
const OUTSIDE = /\bstd::(fs|net|env|process|thread|os)\b|\b(println|eprintln|print)!|\bring::rand\b|\b(SystemRandom|OsRng|RandomState)\b|\b(getrandom|rand|fastrand)::/g;
// What a `use` brings in under its own or another name; `std` itself under another would hide all of them.
const BROUGHT = /^std::(fs|net|env|process|thread|os|\*)(::|$)|^std$|^ring::(rand|\*)(::|$)|^ring$|(^|::)(SystemRandom|OsRng|RandomState)$|^(getrandom|rand|fastrand)(::|$)/;
const ALLOW = /#!?\[(?:cfg_attr\([^\]]*)?(?:allow|expect)\([^\]]*clippy::disallowed_methods[^\]]*\]/g;

export const name = 'pure';
export const says = 'lõi thuần không chạm tệp, mạng; đồng hồ và mã định danh chỉ ở cổng (luật 10)';

export function check({ files }) {
  const problems = [];
  for (const [path, text] of files) {
    if (!path.endsWith('.rs')) continue;
    if (PURE.test(path) && !isTestFile(path)) {
      const source = withoutTests(text);
      const found = [
        ...[...source.matchAll(OUTSIDE)].map((hit) => ({ what: hit[0], index: hit.index })),
        ...usedPaths(source).filter(({ path: used }) => BROUGHT.test(used)).map(({ path: used, index }) => ({ what: used, index })),
      ];
      for (const { what, index } of found) problems.push(`${path}:${lineOf(source, index)}: crate thuần không dùng ${what}`);
    }
    const bare = code(text, { keepStrings: true });
    for (const hit of bare.matchAll(ALLOW)) {
      const at = `${path}:${lineOf(bare, hit.index)}`;
      if (PURE.test(path)) problems.push(`${at}: crate thuần không được mở khóa disallowed_methods`);
      else if (!/reason\s*=\s*"[^"]{8,}"/.test(hit[0])) problems.push(`${at}: mở khóa disallowed_methods phải nói lý do (reason = "…")`);
    }
  }
  return { problems };
}
