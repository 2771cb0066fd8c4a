// What people wrote is shown as text. Markup made of strings would let a name or a survey answer run as a program in the
// page (the attack list, `docs/security.md`). A QR code is markup of our own making and comes as a picture.
import { lineOf } from './rust.mjs';

const PAGE = /^app-tauri\/ui\/(src\/.*\.(svelte|ts|js)|index\.html)$/;
const FORBIDDEN = [
  [/\{@html\b/g, '{@html}'],
  [/\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|createContextualFragment)\b/g, 'HTML từ chuỗi'],
  [/\bdocument\s*\.\s*write(?:ln)?\b/g, 'document.write'],
  [/\b(?:eval|new\s+Function)\s*\(/g, 'chạy chương trình từ chuỗi'],
  [/\bjavascript:/gi, 'địa chỉ javascript:'],
  [/\bset(?:Timeout|Interval)\s*\(\s*['"`]/g, 'hẹn giờ bằng chuỗi'],
];

export const name = 'markup';
export const says = 'trang không biến chữ người dùng viết thành mã HTML hay chương trình';

export function check({ files }) {
  const problems = [];
  for (const [path, text] of files) {
    if (!PAGE.test(path)) continue;
    for (const [pattern, what] of FORBIDDEN)
      for (const hit of text.matchAll(pattern)) problems.push(`${path}:${lineOf(text, hit.index)}: ${what}`);
  }
  return { problems };
}
