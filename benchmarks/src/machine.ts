import { createRequire } from 'node:module';
import { cpus } from 'node:os';

const require = createRequire(import.meta.url);

/** What the figures were taken on. */
export function describeMachine(): Record<string, string> {
  const processors = cpus();
  const packages = ['@shelf/core', '@shelf/sqlite', 'sqlite3', 'better-sqlite3', 'knex', 'objection', 'bookshelf'];
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processors: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    ...Object.fromEntries(
      packages.map((name) => [name, (require(`${name}/package.json`) as { version: string }).version]),
    ),
  };
}
