// Laws 1 and 10: the pure crates touch no file, network, process or environment; and who may read the clock
// or make ids says so at the place, and is a port.
import { withoutTests, code, isTestFile, lineOf } from './rust.mjs';

const PURE = /^core\/(domain|wire|sync|law)\/src\/.*\.rs$/;
const OUTSIDE = /\bstd::(fs|net|env|process|thread|os)\b|\b(println|eprintln|print)!/g;
const ALLOW = /#!?\[(?:cfg_attr\([^\]]*)?(?:allow|expect)\([^\]]*clippy::disallowed_methods[^\]]*\]/g;

export const name = 'pure';
export const says = 'lõi thuần không chạm tệp, mạng; đồng hồ và mã định danh chỉ ở cổng (luật 10)';

export function check({ files }) {
  const problems = [];
  for (const [path, text] of files) {
    if (!path.endsWith('.rs')) continue;
    if (PURE.test(path) && !isTestFile(path)) {
      const source = withoutTests(text);
      for (const hit of source.matchAll(OUTSIDE)) problems.push(`${path}:${lineOf(source, hit.index)}: crate thuần không dùng ${hit[0]}`);
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
