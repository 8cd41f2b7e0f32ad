// The compilers that we promise to work with, and what they say.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);
const bin = (name) => join(dirname(resolve(`${name}/package.json`)), 'bin/tsc');

/** On several threads TypeScript 7 counts much more than once. */
export const compilers = {
  'TypeScript 7': { tsc: bin('typescript'), flags: ['--singleThreaded'] },
  'TypeScript 5.9': { tsc: bin('typescript-5.9'), flags: [] },
};

function run({ tsc, flags }, args) {
  const all = [tsc, '--pretty', 'false', ...flags, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
  if (status !== 0 && !stdout.includes('error TS')) throw new Error(`The compiler did not run:\n${stderr}`);
  return stdout.split(/^(?=\S)/m);
}

/** Runs a compiler and returns what it printed; throws with its errors, but for those in the code of packages: `tsc` finds those. */
export function compile(compiler, args) {
  const printed = run(compiler, args);
  const errors = printed.filter((text) => text.includes('error TS') && !/^[^(]*\bsrc\/(?!types\/)/.test(text));
  if (errors.length > 0) throw new Error(`tsc ${args.join(' ')}:\n${errors.slice(0, 20).join('')}`);
  return printed.join('');
}

/** Runs a compiler on a program that is wrong, and returns its messages by `file:line`. */
export function messages(compiler, args) {
  const parts = run(compiler, args).map((each) => /^.*?([\w-]+\.ts)\((\d+),\d+\): (.*)$/s.exec(each));
  return new Map(parts.filter(Boolean).map(([, file, line, text]) => [`${file}:${line}`, text]));
}
