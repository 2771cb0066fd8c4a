// Shipped texts are Vietnamese with their marks: in the Vietnamese message files no long text is plain ASCII,
// no button says only OK, and both languages have the same keys.
const VIETNAMESE = /(^|[/.])vi\.json$/;
const MARK = /[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]/i;
const texts = (source) => [...source.matchAll(/:\s*(["'`])((?:\\.|(?!\1).)*)\1/g)].map((hit) => hit[2]);
// i18next writes plural forms as suffixes, and each language has its own forms.
const keys = (object, prefix = '') => Object.entries(object).flatMap(([k, v]) => (v && typeof v === 'object' ? keys(v, `${prefix}${k}.`) : [`${prefix}${k.replace(/_(zero|one|two|few|many|other)$/, '')}`]));

export const name = 'words';
export const says = 'chữ cho người dùng là tiếng Việt có dấu, hai ngôn ngữ cùng khóa';

export function check({ files }) {
  const problems = [];
  for (const [path, source] of files) {
    if (!VIETNAMESE.test(path) || path.includes('node_modules')) continue;
    for (const text of texts(source)) {
      const said = text.replace(/\{[^}]*\}/g, '').trim();
      if (said.split(/\s+/).length >= 4 && !MARK.test(said)) problems.push(`${path}: "${said.slice(0, 60)}" không phải tiếng Việt có dấu`);
      if (/^(ok|xác nhận)$/i.test(said)) problems.push(`${path}: nút "${said}" phải là động từ với việc của nó`);
      if (said !== said.normalize('NFC')) problems.push(`${path}: "${said.slice(0, 40)}" không ở dạng NFC`);
    }
    const english = path.replace(/vi\.json$/, 'en.json');
    if (files.has(english)) {
      const [vi, en] = [keys(JSON.parse(source)), keys(JSON.parse(files.get(english)))];
      for (const key of vi) if (!en.includes(key)) problems.push(`${english}: thiếu khóa ${key}`);
      for (const key of en) if (!vi.includes(key)) problems.push(`${path}: thiếu khóa ${key}`);
    }
  }
  return { problems };
}
