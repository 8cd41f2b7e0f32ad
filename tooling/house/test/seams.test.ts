import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
// Inside this package, so that the examples find the published names in its node_modules.
const folder = resolve(__dirname, '../.seams');

/** Where the interface of each page stands in the sources. */
const SEAMS: Readonly<Record<string, { readonly file: string; readonly declaration: string }>> = {
  dialect: { file: 'dialect.ts', declaration: 'Dialect' },
  plugin: { file: 'types/shelf.ts', declaration: 'PluginObject<O = unknown>' },
  scope: { file: 'scope.ts', declaration: 'Scope' },
  sync: { file: 'sync.ts', declaration: 'Sync' },
};
const names = Object.keys(SEAMS);

function pageOf(seam: string): string {
  return readFileSync(join(root, 'docs/seams', `${seam}.md`), 'utf8');
}

/** The code under "## Example", its language, and the text block after it: what it is said to print. */
function exampleOf(seam: string): { language: string; code: string; output: string } {
  const section = /^## Example\n(.*)/ms.exec(pageOf(seam))?.[1] ?? '';
  const found = /^```(js|ts)\n(.*?)^```\n.*?^```text\n(.*?)^```$/ms.exec(section);
  if (!found)
    throw new Error(`docs/seams/${seam}.md needs, under "## Example", a js or ts block and then a text block`);
  const [, language = '', code = '', output = ''] = found;
  return { language, code, output };
}

/** Runs a node program in the examples' folder and gives what it printed; its errors fail the test with their text. */
function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** The members of an interface, one a line, without comments. */
function membersIn(text: string, declaration: string): string[] {
  const start = text.indexOf(`interface ${declaration} {`);
  const body = text.slice(start, text.indexOf('\n}', start));
  const lines = body
    .replaceAll(/\/\*\*.*?\*\//gs, '')
    .split('\n')
    .slice(1);
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const seam of names) {
    const { language, code } = exampleOf(seam);
    writeFileSync(join(folder, `${seam}.${language}`), code);
  }
});

test('the examples compile, each as strictly as our own code', () => {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  for (const seam of names.filter((name) => exampleOf(name).language === 'ts')) {
    const config = { extends: '@shelf-tooling/typescript/base.json', files: [`${seam}.ts`] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    expect(node(tsc, '-p', '.')).toBe('');
  }
});

test.each(names)('the example of %s prints what its page says', (seam) => {
  expect(node(`${seam}.js`)).toBe(exampleOf(seam).output);
});

test.each(names)('the page of %s shows the interface as it is', (seam) => {
  const { file, declaration } = SEAMS[seam]!;
  const source = readFileSync(join(root, 'packages/core/src', file), 'utf8');
  // `del` is Bookshelf's name for `delete`, and told in the text.
  const members = membersIn(source, declaration).filter((line) => !line.startsWith('del?'));
  expect(members.length).toBeGreaterThan(1);
  expect(membersIn(pageOf(seam), declaration)).toEqual(members);
});

test('the page of the dialect has every capability', () => {
  const source = readFileSync(join(root, 'packages/core/src/dialect.ts'), 'utf8');
  const capabilities = membersIn(source, 'Capabilities').map((line) => /readonly (\w+)/.exec(line)?.[1]);
  const listed = [...pageOf('dialect').matchAll(/^\| `(\w+)` \| /gm)].map(([, name]) => name);
  expect(capabilities.length).toBeGreaterThan(5);
  expect(listed).toEqual(expect.arrayContaining(capabilities));
});
