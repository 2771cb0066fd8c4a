// Imports between the files of a crate run one way. lib.rs, main.rs and mod.rs are faces: what they re-export
// counts as the file it comes from. Rooms (top folders of src) that know one another, though no two files do,
// are only noted: worth a question, not a circle.
import { withoutTests, localPaths, isTestFile } from './rust.mjs';

export const name = 'cycles';
export const says = 'các tệp Rust không nhập vòng quanh';

export function check({ files }) {
  const problems = [], notes = [];
  const crates = new Map();
  for (const [path, text] of files) {
    const hit = path.match(/^(.*?)\/src\/(.*)\.rs$/);
    if (!hit || isTestFile(hit[2] + '.rs') || /^tests\/(fuzz|mutants)/.test(path)) continue;
    if (!crates.has(hit[1])) crates.set(hit[1], new Map());
    crates.get(hit[1]).set(hit[2], withoutTests(text));
  }
  for (const [crate, modules] of crates) {
    const edges = fileEdges(modules);
    for (const loop of loops(edges)) problems.push(`${crate}/src: ${loop.map((f) => (f.startsWith('(') ? f : `${f}.rs`)).join(' → ')}`);
    const rooms = new Map();
    for (const [from, tos] of edges) for (const to of tos) {
      const [a, b] = [from.split('/')[0], to.split('/')[0]];
      if (a !== b && !FACE.test(a) && !FACE.test(b)) (rooms.get(a) ?? rooms.set(a, new Set()).get(a)).add(b);
    }
    for (const loop of loops(rooms)) notes.push(`${crate}/src, hai phòng biết nhau: ${loop.join(' → ')}`);
  }
  return { problems, notes };
}

const FACE = /^(lib|main)$/;
const isFace = (file) => /(^|\/)(lib|main|mod)$/.test(file);

function fileEdges(modules) {
  const moduleOf = (file) => file.replace(/(^|\/)(lib|main|mod)$/, '').split('/').filter(Boolean);
  const fileAt = (parts) => {
    const path = parts.join('/');
    return [path, path ? `${path}/mod` : '', path ? '' : 'lib', path ? '' : 'main'].find((f) => f && modules.has(f));
  };
  // The deepest file on the way, then through faces' re-exports to where the name comes from.
  const resolve = (parts, seen = new Set()) => {
    for (let n = parts.length; n >= 0; n--) {
      const file = fileAt(parts.slice(0, n));
      if (!file) continue;
      const rest = parts.slice(n);
      if (isFace(file) && rest.length > 0 && !seen.has(`${file}:${rest[0]}`)) {
        const source = reexports(file).get(rest[0]);
        if (source) return resolve(source, seen.add(`${file}:${rest[0]}`));
      }
      return file;
    }
    return undefined;
  };
  const absolute = (file, path) => {
    const parts = path.split('::');
    let at = moduleOf(file);
    while (parts.length > 0 && ['crate', 'self', 'super'].includes(parts[0])) {
      const step = parts.shift();
      if (step === 'crate') at = []; else if (step === 'super') at = at.slice(0, -1);
    }
    return [...at, ...parts];
  };
  const cache = new Map();
  const reexports = (file) => {
    if (!cache.has(file)) {
      const table = new Map();
      for (const { path, reexport } of localPaths(modules.get(file))) {
        const parts = absolute(file, path);
        if (reexport && parts.at(-1) !== '*') table.set(parts.at(-1), parts);
      }
      cache.set(file, table);
    }
    return cache.get(file);
  };
  const edges = new Map();
  for (const [file, text] of modules) {
    const out = new Set();
    for (const { path, reexport } of localPaths(text)) {
      const parts = absolute(file, path);
      const inside = moduleOf(file).every((p, i) => parts[i] === p);
      if (reexport && isFace(file) && inside) continue;
      const to = resolve(parts.at(-1) === '*' ? parts.slice(0, -1) : parts);
      // A file in a folder may name its face (constants, small types) unless the face works with the file.
      if (to && to !== file && !FACE.test(to)) out.add(to);
    }
    edges.set(file, out);
  }
  return edges;
}

/** For each knot of nodes that reach one another: its shortest loop. */
export function loops(edges) {
  const reach = new Map();
  const from = (start) => {
    if (!reach.has(start)) {
      const seen = new Map([[start, null]]), queue = [start];
      for (const node of queue) for (const next of edges.get(node) ?? []) if (!seen.has(next)) { seen.set(next, node); queue.push(next); }
      reach.set(start, seen);
    }
    return reach.get(start);
  };
  const found = [], done = new Set();
  for (const start of edges.keys()) {
    if (done.has(start)) continue;
    const knot = [...from(start).keys()].filter((node) => node !== start && from(node).has(start));
    if (knot.length === 0) continue;
    let best = null;
    for (const node of [start, ...knot]) {
      done.add(node);
      for (const [last, tos] of edges) {
        if (!tos.has(node) || !from(node).has(last)) continue;
        const loop = [node];
        for (let at = last; at !== node; at = from(node).get(at)) loop.splice(1, 0, at);
        if (!best || loop.length < best.length) best = loop;
      }
    }
    found.push([...best, best[0], ...(knot.length + 1 > best.length ? [`(nút ${knot.length + 1} mục)`] : [])]);
  }
  return found;
}
