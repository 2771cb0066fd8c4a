// What the guards read: every file git knows or would add, and cargo's picture of the workspace.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const TEXT = /\.(rs|toml|mjs|js|ts|svelte|json|sql|md|sh|py|kt|swift|yml|yaml|html|css|jsonl|csv|txt|patch|snap)$|(^|\/)(dev|run|run-tests|LOCK)$/;

/** @returns {{files: Map<string, string>, paths: string[], root: string}} text by path from the root */
export function readTree(root) {
  const listed = execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root, encoding: 'utf8', maxBuffer: 1 << 26,
  });
  const paths = [...new Set(listed.split('\0'))].filter((p) => p && existsSync(join(root, p)) && statSync(join(root, p)).isFile()).sort();
  const files = new Map();
  for (const path of paths) if (TEXT.test(path)) files.set(path, readFileSync(join(root, path), 'utf8'));
  return { files, paths, root };
}

/** Packages of the workspace with their direct dependencies; needs no network. */
export function readPackages(root) {
  const read = (manifest) => JSON.parse(execFileSync('cargo',
    ['metadata', '--no-deps', '--format-version', '1', ...(manifest ? ['--manifest-path', manifest] : [])],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] })).packages;
  const packages = read();
  // The shell may be a workspace of its own: its edges count all the same.
  const shell = 'app-tauri/shell/Cargo.toml';
  if (existsSync(join(root, shell)) && !packages.some((p) => p.manifest_path.endsWith(shell))) packages.push(...read(shell));
  return packages.map((p) => ({
    name: p.name,
    folder: p.manifest_path.slice(root.length + 1).replace(/\/?Cargo\.toml$/, ''),
    dependencies: p.dependencies.map((d) => ({ name: d.name, kind: d.kind ?? 'normal', local: Boolean(d.path) })),
  }));
}

/** Paths and texts whose path matches. */
export const pick = (files, pattern) => [...files].filter(([path]) => pattern.test(path));
