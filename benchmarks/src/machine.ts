import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** What the figures were taken on. */
export function describeMachine(): Record<string, string> {
  const processors = cpus();
  const packages = [
    '@shelf/core',
    '@shelf/sqlite',
    '@shelf/pg-hstore',
    '@shelf/mysql',
    '@shelf/relations',
    'sqlite3',
    'better-sqlite3',
    'pg',
    'mysql2',
    'knex',
    'objection',
    'bookshelf',
    'kysely',
    'drizzle-orm',
    'sequelize',
    'typeorm',
  ];
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processors: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

/** The version of a package installed here; not every package lets `import` see its package.json. */
function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
