import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const root = resolve(__dirname, '../../..');

/** An example on a page. */
export interface Block {
  readonly language: 'js' | 'ts';
  /** The line of its opening fence, from 1. */
  readonly line: number;
  readonly code: readonly string[];
  /** Whether it type-checks: what a fence calls `no-types` cannot. */
  readonly typed: boolean;
  /** What it is said to print, by `// → …` in it or by the `text` block after it. */
  readonly prints: string | undefined;
}

/** A page of the documentation. */
export interface Page {
  /** Its path from the root. */
  readonly path: string;
  readonly text: string;
  /** The examples that are run: every js or ts block that does not say `no-run`. */
  readonly blocks: readonly Block[];
}

/** Every page of the documentation, and the README of every package. */
export function pages(): Page[] {
  return [...read('docs'), ...read('packages').filter(({ path }) => path.endsWith('/README.md'))];
}

/** The pages whose examples are run here; those of the seams and of the errors have tests of their own, in tooling/house. */
export function pagesWithExamples(): Page[] {
  return pages().filter(({ path, blocks }) => blocks.length > 0 && !/^docs\/(seams\/|errors\.md$)/.test(path));
}

/** Whatever else people read. */
export function otherPages(): Page[] {
  return [...read('.', false), ...['benchmarks', 'examples', 'tooling'].flatMap((folder) => read(folder))];
}

function read(folder: string, deep = true): Page[] {
  return markdownIn(join(root, folder), deep).map((file) => {
    const text = readFileSync(file, 'utf8');
    return { path: relative(root, file), text, blocks: blocksIn(text) };
  });
}

function markdownIn(folder: string, deep: boolean): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isFile()) return entry.name.endsWith('.md') ? [path] : [];
    return deep && entry.isDirectory() && !/^(\.|node_modules$|dist$)/.test(entry.name) ? markdownIn(path, deep) : [];
  });
}

interface Fence {
  readonly info: string;
  readonly line: number;
  readonly code: string[];
}

function blocksIn(text: string): Block[] {
  const fences = fencesIn(text);
  return fences.flatMap(({ info, line, code }, i): Block[] => {
    const [language, ...words] = info.split(' ');
    if ((language !== 'js' && language !== 'ts') || words.includes('no-run')) return [];
    const next = fences[i + 1];
    const prints = next?.info === 'text' ? next.code.join('\n') : arrowsIn(code);
    return [{ language, line, code, typed: !words.includes('no-types'), prints }];
  });
}

/** The fenced blocks of a page, in order. */
function fencesIn(text: string): Fence[] {
  const fences: Fence[] = [];
  let open: Fence | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    const info = /^```(.*)$/.exec(line)?.[1];
    if (info === undefined) open?.code.push(line);
    else if (open === undefined) open = { info: info.trim(), line: i + 1, code: [] };
    else {
      fences.push(open);
      open = undefined;
    }
  }
  return fences;
}

function arrowsIn(code: readonly string[]): string | undefined {
  const arrows = code.flatMap((line) => /\/\/ → ?(.*)$/.exec(line)?.[1] ?? []);
  return arrows.length === 0 ? undefined : arrows.join('\n');
}
