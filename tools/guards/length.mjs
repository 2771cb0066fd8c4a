// How long the hand-written files are: aim at 150 lines, ask at 400, never above 600.
const HAND = /\.(rs|ts|svelte|sh|py|kt|swift|mjs|sql)$|(^|\/)(dev|run|run-tests)$/;
const GENERATED = /(^|\/)(generated|gen|node_modules|dist)\/|\.gen\.|\.d\.ts$|\/bindings\/[^/]*\.ts$/;
const LIMIT = 600, ASK = 400;

export const name = 'length';
export const says = `không tệp viết tay nào dài quá ${LIMIT} dòng`;

export function figures({ files }) {
  const rows = [...files].filter(([path, text]) => HAND.test(path) && !GENERATED.test(path) && !/@generated/.test(text.slice(0, 400)))
    .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 })).sort((a, b) => a.lines - b.lines);
  const at = (q) => rows[Math.min(rows.length - 1, Math.floor(rows.length * q))]?.lines ?? 0;
  return { count: rows.length, median: at(0.5), p90: at(0.9), largest: rows.slice(-3).reverse(), rows };
}

export function check(tree) {
  const { rows } = figures(tree);
  return {
    problems: rows.filter((r) => r.lines > LIMIT).map((r) => `${r.path}: ${r.lines} dòng, quá ${LIMIT}`),
    notes: rows.filter((r) => r.lines > ASK && r.lines <= LIMIT).map((r) => `${r.path}: ${r.lines} dòng, nên hỏi lại`),
  };
}
