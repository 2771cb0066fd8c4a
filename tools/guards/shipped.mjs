// What leaves the house: releases name what they build, so the browser twin (a default member of the workspace) is
// never among it; and the window's policy stays strict, whatever the day's hurry.
export const name = 'shipped';
export const says = 'bản phát hành chỉ có thứ được kể tên; cửa sổ giữ chính sách chặt';

const RELEASE = /^\.github\/workflows\/[^/]*release[^/]*$/;
const SHELL = 'app-tauri/shell/';
/** All that the page may ask of Tauri itself; the desk's calls are the app's own commands. */
const PERMITTED = ['core:event:allow-listen', 'core:event:allow-unlisten'];
const LOOSE = /unsafe-|\*|https?:\/\/(?!ipc\.localhost)|wss?:/;

export function check({ files }) {
  const problems = [];
  for (const [path, text] of files) if (RELEASE.test(path)) problems.push(...release(path, text));
  for (const [path, text] of files) {
    if (!path.startsWith(SHELL)) continue;
    if (/^app-tauri\/shell\/tauri(\.\w+)?\.conf\.json$/.test(path)) problems.push(...configuration(path, JSON.parse(text)));
    if (/^app-tauri\/shell\/capabilities\/.*\.json$/.test(path)) problems.push(...capability(path, JSON.parse(text)));
  }
  const manifest = files.get(`${SHELL}Cargo.toml`) ?? '';
  if (/"devtools"/.test(manifest)) problems.push(`${SHELL}Cargo.toml: công cụ nhà phát triển không có trong bản phát hành`);
  return { problems };
}

function release(path, text) {
  // A command may go on in the next line; a comment is none.
  const lines = text.replace(/^\s*#.*$|\s#\s.*$/gm, '').split('\n');
  return lines.flatMap((line, at) => {
    const hit = /\b(?:cargo|cli@[\d.]+|tauri|ndk)\b[^|;&]*?\bbuild\b(.*)/.exec(line);
    if (!hit || /gradlew/.test(line)) return [];
    const [, options] = hit;
    if (/--(?:workspace|all)\b/.test(options)) return [`${path}:${at + 1}: dựng cả kho, trong đó có bản đôi (congdoan-twin)`];
    return /(?:^|\s)(?:-p|--package)[\s=]/.test(options) ? [] : [`${path}:${at + 1}: lệnh dựng không kể tên crate (-p …)`];
  });
}

function configuration(path, config) {
  const problems = [];
  const say = (what) => problems.push(`${path}: ${what}`);
  const { app = {}, bundle = {} } = config;
  if (/congdoan-twin|app-tauri\/twin/.test(JSON.stringify(bundle))) say('gói cài không được chứa bản đôi (congdoan-twin)');
  if (app.withGlobalTauri) say('withGlobalTauri phải tắt');
  for (const window of app.windows ?? []) if (window.devtools) say('công cụ nhà phát triển phải tắt');
  if (!app.security && !path.endsWith('/tauri.conf.json')) return problems; // a platform's additions
  const { csp, dangerousDisableAssetCspModification: loosened, dangerousRemoteDomainIpcAccess: remote } = app.security ?? {};
  if (!csp?.['default-src']) say('thiếu chính sách nội dung (csp)');
  for (const [directive, sources] of Object.entries(csp ?? {})) if (LOOSE.test(sources)) say(`csp ${directive} quá rộng: ${sources}`);
  if (loosened || remote) say('chính sách bị nới bằng dangerous…');
  return problems;
}

function capability(path, { permissions = [], remote }) {
  const more = permissions.filter((one) => !PERMITTED.includes(one.identifier ?? one));
  return [
    ...more.map((one) => `${path}: quyền ${one.identifier ?? one} ngoài danh sách (tools/guards/shipped.mjs)`),
    ...(remote ? [`${path}: trang ngoài không được gọi vào chương trình`] : []),
  ];
}
