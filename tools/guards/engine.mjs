// Engine code moves rows without knowing what they mean: it never names a room.
import { words, withoutTests, isTestFile, lineOf } from './rust.mjs';

const ENGINE = /^(core\/wire\/src|core\/sync\/src|core\/store\/src\/engine|sync-server\/src\/(commit|feed))(\/|\.rs$)/;
const ROOMS = new Set(['card', 'survey', 'ballot', 'law', 'agreement', 'market', 'voucher', 'offer', 'news', 'dues', 'case', 'rights',
  'cards', 'surveys', 'ballots', 'laws', 'agreements', 'markets', 'vouchers', 'offers', 'cases']);
// Words of Rust, serde and unions of words that are not the room `case`.
const OURS = /^(.*_)?(snake|camel|kebab|pascal|lower|upper|title|in)_?case$|^cases?$|^test_cases?$/i;

export const name = 'engine';
export const says = 'mã của bộ đồng bộ không nhắc tên phòng nào';

export function check({ files }) {
  const problems = [];
  for (const [path, text] of files) {
    if (!ENGINE.test(path) || !/\.(rs|sql)$/.test(path) || isTestFile(path)) continue;
    const source = path.endsWith('.sql') ? text.replace(/--.*$/gm, '') : withoutTests(text, { keepStrings: true });
    for (const hit of source.matchAll(/[A-Za-z][A-Za-z0-9_]*/g)) {
      if (OURS.test(hit[0]) && !(hit[0] === 'case' && source.slice(hit.index + 4).startsWith('::'))) continue;
      const room = words(hit[0]).find((w) => ROOMS.has(w));
      if (room) problems.push(`${path}:${lineOf(source, hit.index)}: '${hit[0]}' nhắc tên phòng '${room}'`);
    }
  }
  return { problems };
}
