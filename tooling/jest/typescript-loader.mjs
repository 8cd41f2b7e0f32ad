// Lets Node run TypeScript as it is, so that a test needs no build: `node --conditions=source --import <this file> main.ts`.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from '@swc/core';

if (isMainThread) register(import.meta.url);

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
