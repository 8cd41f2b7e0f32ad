import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createShelf, type Shelf } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';

const LOADER = require.resolve('@shelf-tooling/jest/typescript-loader.mjs');
const MAIN = join(__dirname, '..', 'src', 'main.ts');

// A process that starts from its sources compiles them first, which takes a while on a busy machine.
jest.setTimeout(60_000);

/** How a run of the demo ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the demo from its sources, in a process of its own. */
export function start(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--conditions=source', '--import', LOADER, MAIN, ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs the demo to its end. */
export function run(...args: string[]): Promise<Ended> {
  return start(...args).ended;
}

/** Looks into a database that the demo has written. */
export async function lookInto<T>(filename: string, look: (db: Shelf) => Promise<T>): Promise<T> {
  const db = createShelf({ dialect: sqlite({ filename, readonly: true }) });
  try {
    return await look(db);
  } finally {
    await db.destroy();
  }
}

/** How many rows the tables have. */
export function countsIn(filename: string): Promise<Record<string, number>> {
  const tables = ['packages', 'versions', 'dependencies', 'people', 'packages_people', 'keywords', 'keywords_packages'];
  return lookInto(filename, async ({ knex }) => {
    const counts: Record<string, number> = {};
    for (const table of tables) counts[table] = Number((await knex(table).count({ count: '*' }).first())?.['count']);
    return counts;
  });
}
