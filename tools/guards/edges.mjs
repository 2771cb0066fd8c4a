// The drawing of docs (design section 2) as a table: who may depend on whom. Also what may never be in a
// pure crate, and where the browser twin may never be.
const DRAWN = {
  'congdoan-domain': [],
  'congdoan-wire': ['domain'],
  'congdoan-sync': ['domain', 'wire'],
  'congdoan-law': ['domain', 'wire'],
  'congdoan-store': ['domain', 'wire'],
  'congdoan-qr': [],
  'congdoan-help': [],
  'congdoan-client': ['domain', 'wire', 'sync', 'store', 'law'],
  'congdoan-cli': ['client', 'qr', 'help'],
  'congdoan-ffi': ['client'],
  'congdoan-desk': ['client', 'qr'],
  'congdoan-shell': ['desk'],
  'congdoan-twin': ['desk'],
  'congdoan-server': ['domain', 'wire', 'law', 'help'],
  'congdoan-bindgen': [],
  'congdoan-tests': '*',
};
const PURE = ['congdoan-domain', 'congdoan-wire', 'congdoan-sync', 'congdoan-law'];
const IMPURE = /^(tokio.*|async-.*|futures.*|reqwest|hyper.*|axum|rusqlite|tokio-postgres|rand|rand_core|getrandom|tracing.*|log|ureq)$/;
// sqlx drags an old SQLite in beside rusqlite's; aws-lc-rs would be a second TLS library beside ring.
const NEVER = /^(sqlx.*|aws-lc-.*|libsqlite3-sys-old)$/;

export const name = 'edges';
export const says = 'cạnh phụ thuộc giữa các crate đúng như bản vẽ';

export function check({ packages, files }) {
  const problems = [];
  for (const pkg of packages) {
    const allowed = DRAWN[pkg.name];
    if (allowed === undefined) { problems.push(`${pkg.folder}: ${pkg.name} chưa có trong bản vẽ (tools/guards/edges.mjs, ARCHITECTURE.md)`); continue; }
    for (const dep of pkg.dependencies) {
      const short = dep.name.replace(/^congdoan-/, '');
      if (dep.name.startsWith('congdoan-') && allowed !== '*' && !allowed.includes(short))
        problems.push(`${pkg.folder}: ${pkg.name} → ${dep.name} không có trong bản vẽ`);
      if (PURE.includes(pkg.name) && dep.kind === 'normal' && IMPURE.test(dep.name))
        problems.push(`${pkg.folder}: crate thuần ${pkg.name} không được dùng ${dep.name}`);
    }
    const manifest = files.get(pkg.folder ? `${pkg.folder}/Cargo.toml` : 'Cargo.toml') ?? '';
    if (!/\[lints\]\s*\n\s*workspace\s*=\s*true/.test(manifest)) problems.push(`${pkg.folder}/Cargo.toml: thiếu [lints] workspace = true`);
  }
  for (const hit of (files.get('Cargo.lock') ?? '').matchAll(/^name = "(.*)"$/gm))
    if (NEVER.test(hit[1])) problems.push(`Cargo.lock: ${hit[1]} không được có trong cây phụ thuộc`);
  problems.push(...twin(packages, files));
  return { problems };
}

/** The twin serves a person's home to a browser: nothing that is shipped may contain it. */
function twin(packages, files) {
  const problems = [];
  for (const pkg of packages)
    if (pkg.name !== 'congdoan-tests' && pkg.dependencies.some((d) => d.name === 'congdoan-twin'))
      problems.push(`${pkg.folder}: ${pkg.name} không được chứa bản đôi (congdoan-twin)`);
  for (const [path, text] of files)
    if (/^\.github\/workflows\/.*release/.test(path) && /congdoan-twin|app-tauri\/twin/.test(text.replace(/#.*$/gm, '')))
      problems.push(`${path}: bản phát hành không được dựng bản đôi`);
  return problems;
}
