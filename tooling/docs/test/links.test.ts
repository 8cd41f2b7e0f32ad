import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { otherPages, pages, root } from './pages.js';

/** The text without code, in which brackets mean something else. */
function prose(text: string): string {
  return text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, 'code');
}

/** The anchors that GitHub gives a page's headings. */
function anchorsIn(text: string): string[] {
  const headings = text.replace(/^```.*?^```$/gms, '').match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function deadLinks(path: string, text: string): string[] {
  const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^(https?|mailto):/.test(link)).filter((link) => !leadsSomewhere(path, text, link));
}

function leadsSomewhere(path: string, text: string, link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? join(root, path) : join(root, dirname(path), target);
  if (relative(root, file).startsWith('..') || !existsSync(file)) return false;
  if (anchor === undefined || !statSync(file).isFile()) return true;
  return anchorsIn(target === '' ? text : readFileSync(file, 'utf8')).includes(anchor);
}

test.each([...pages(), ...otherPages()].map(({ path, text }) => [path, text]))(
  'the links of %s lead somewhere',
  (path, text) => {
    expect(deadLinks(path, text)).toEqual([]);
  },
);

test('every page of the documentation is in its table of contents', () => {
  const contents = readFileSync(join(root, 'docs/README.md'), 'utf8');
  const missing = pages().filter(
    ({ path }) => path.startsWith('docs/') && path !== 'docs/README.md' && !contents.includes(`(${path.slice(5)}`),
  );
  expect(missing.map(({ path }) => path)).toEqual([]);
});
