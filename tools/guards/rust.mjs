// A light reading of Rust: enough to ignore comments, strings and test modules. Not a parser.

/** Blanks comments, and the inside of strings unless asked to keep them; offsets and line numbers stay. */
export function code(text, { keepStrings = false } = {}) {
  const out = [...text];
  const blank = (from, to) => { for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' '; };
  const chars = out.slice();
  let i = 0;
  while (i < chars.length) {
    const c = chars[i], next = chars[i + 1];
    if (c === '/' && next === '/') {
      let end = i; while (end < chars.length && chars[end] !== '\n') end++;
      blank(i, end); i = end;
    } else if (c === '/' && next === '*') {
      let end = i + 2, depth = 1;
      while (end < chars.length && depth > 0) {
        if (chars[end] === '/' && chars[end + 1] === '*') { depth++; end += 2; }
        else if (chars[end] === '*' && chars[end + 1] === '/') { depth--; end += 2; }
        else end++;
      }
      blank(i, end); i = end;
    } else if (c === 'r' && /["#]/.test(next ?? '') && !/\w/.test(chars[i - 1] ?? ' ') && /^r#*"/.test(chars.slice(i, i + 8).join(''))) {
      let hashes = 0; while (chars[i + 1 + hashes] === '#') hashes++;
      let end = i + 2 + hashes;
      while (end < chars.length && !(chars[end] === '"' && chars.slice(end + 1, end + 1 + hashes).every((h) => h === '#'))) end++;
      if (!keepStrings) blank(i + 2 + hashes, end);
      i = end + 1 + hashes;
    } else if (c === '"') {
      let end = i + 1;
      while (end < chars.length && chars[end] !== '"') end += chars[end] === '\\' ? 2 : 1;
      if (!keepStrings) blank(i + 1, end);
      i = end + 1;
    } else if (c === "'") { // a char literal, or a lifetime
      if (next === '\\') { let end = i + 2; while (end < chars.length && chars[end + 1] !== "'") end++; blank(i + 1, end + 1); i = end + 2; }
      else if (chars[i + 2] === "'") { blank(i + 1, i + 2); i += 3; } else i++;
    } else i++;
  }
  return out.join('');
}

/** The end of the block or statement that starts at `from`. Expects text without comments and strings. */
export function itemEnd(text, from) {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i + 1;
    else if (text[i] === ';' && depth === 0) return i + 1;
  }
  return text.length;
}

/** Code with every `#[cfg(test)]` item blanked: a test may look at anything. */
export function withoutTests(text, options) {
  const kept = [...code(text, options)];
  const bare = code(text);
  for (const hit of bare.matchAll(/#\[cfg\(test\)\]/g)) {
    const end = itemEnd(bare, hit.index + hit[0].length);
    for (let i = hit.index; i < end; i++) if (kept[i] !== '\n') kept[i] = ' ';
  }
  return kept.join('');
}

export const isTestFile = (path) => /(^|\/)(tests?|testing)(\/|\.rs$)|_tests?\.rs$/.test(path);
export const lineOf = (text, offset) => text.slice(0, offset).split('\n').length;

/** `snake_case` and `CamelCase` into lower-case words. */
export const words = (identifier) =>
  identifier.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').toLowerCase().split('_').filter(Boolean);

/** Every path that a `use` brings in, its tree unfolded: `use std::{fs, env as e};` gives `std::fs` and `std::env`. */
export function usedPaths(text) {
  return [...text.matchAll(/\buse\s+([^;]+);/g)].flatMap((hit) =>
    unfold(hit[1].replace(/\s+/g, ' ').trim()).map((path) => ({ path: path.replace(/^::/, ''), index: hit.index })));
}

/** Every path that a file imports or names from inside its own crate: `crate::a::b`, `super::c`, `self::d`, use-trees unfolded. */
export function localPaths(text) {
  const found = [];
  const uses = [];
  for (const hit of text.matchAll(/\b(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);/g)) {
    uses.push([hit.index, hit.index + hit[0].length]);
    for (const path of unfold(hit[2].replace(/\s+/g, ' ').trim())) {
      if (/^(crate|super|self)(::|$)/.test(path)) found.push({ path, reexport: Boolean(hit[1]) });
      else if (hit[1]) found.push({ path: `self::${path}`, reexport: true });
    }
  }
  const outside = (at) => !uses.some(([from, to]) => at >= from && at < to);
  // Not imports: `$crate` in a macro (it works where the macro is used), and a line of a register,
  // `Name => crate::room::Name,` or `.chain(crate::room::MESSAGES)`: the enum of all rows or commands, and the
  // table of all refusals, have to list the rooms somewhere.
  const register = [...text.matchAll(/^\s*(?:\w+\s*=>\s*|\.chain\()crate(?:::\w+)*::[A-Z]\w*\)?[,;]?\s*$/gm)].map((hit) => [hit.index, hit.index + hit[0].length]);
  const listed = (at) => register.some(([from, to]) => at >= from && at < to);
  for (const hit of text.matchAll(/(?<![\w:$])(?:crate|super)(?:::\w+)+/g))
    if (outside(hit.index) && !listed(hit.index)) found.push({ path: hit[0], reexport: false });
  return found;
}

function unfold(tree) {
  const open = tree.indexOf('{');
  if (open < 0) return [tree.replace(/ as \w+$/, '').trim()];
  const prefix = tree.slice(0, open).trim();
  const inside = tree.slice(open + 1, tree.lastIndexOf('}'));
  const parts = [];
  let depth = 0, part = '';
  for (const c of inside) {
    if (c === '{') depth++; else if (c === '}') depth--;
    if (c === ',' && depth === 0) { parts.push(part); part = ''; } else part += c;
  }
  parts.push(part);
  return parts.map((p) => p.trim()).filter(Boolean)
    .flatMap((p) => unfold(p).map((rest) => (rest === 'self' ? prefix.replace(/::$/, '') : prefix + rest)));
}
