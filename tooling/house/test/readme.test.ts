import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const readme = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');
// Inside this package, so that the example finds the published names in its node_modules.
const folder = resolve(__dirname, '../.readme');

/** The code under "## Example", its language, and the text block after it: what it is said to print. */
function example(): { language: string; code: string; output: string } {
  const section = /^## Example\n(.*?)(?=^## )/ms.exec(readme)?.[1] ?? '';
  const found = /^```(js|ts)\n(.*?)^```\n.*?^```text\n(.*?)^```$/ms.exec(section);
  if (!found)
    throw new Error('README.md needs, under "## Example", a js or ts block and then a text block: what it prints');
  const [, language = '', code = '', output = ''] = found;
  return { language, code, output };
}

/** Runs a node program in the example's folder and gives what it printed; its errors fail the test with their text. */
function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
});

test('the example runs as printed, and prints what the README says', () => {
  const { language, code, output } = example();
  writeFileSync(join(folder, `example.${language}`), code);
  if (language === 'ts') {
    const config = { extends: '@shelf-tooling/typescript/base.json', files: ['example.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    node(join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '-p', '.');
  }
  expect(node('example.js')).toBe(output);
});

test('the example is short enough to read at a glance', () => {
  expect(example().code.split('\n').length).toBeLessThanOrEqual(31);
});
