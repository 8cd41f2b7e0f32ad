// Lets Node run the sources as they are, so that the tests need no build: `node --conditions=source --import <this file> main.ts`.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire, register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

const require = createRequire(createRequire(import.meta.url).resolve('@shelf-tooling/jest/package.json'));
const { transform } = require('@swc/core');

/** Sources import './name.js', as ESM wants; on disk it is name.ts. */
export function resolve(specifier, context, next) {
  const source = context.parentURL && new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
  const ours = /^\.{1,2}\/.*\.js$/.test(specifier) && source.protocol === 'file:' && existsSync(source);
  return ours ? { url: source.href, format: 'module', shortCircuit: true } : next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    sourceMaps: 'inline',
  });
  return { format: 'module', source: code, shortCircuit: true };
}
