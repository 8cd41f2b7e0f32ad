import { createShelf } from '@shelf/core';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { databaseOf } from '../src/databases.js';
import { run } from './program.js';
import { makeTree } from './tree.js';

const postgres = usePostgres();
const mysql = useMysql();

const FOLDER = {
  'app/package.json': { name: 'app', author: 'Ada', license: 'MIT', dependencies: { ui: '^1.0.0' }, keywords: ['x'] },
  'ui/package.json': { name: 'ui', version: '1.0.0', author: 'ADA', contributors: ['Bob'] },
  'UI/package.json': { name: 'UI', version: '2.0.0' },
};

const SERVERS = [
  ['PostgreSQL', async () => postgres.url, 'postgres'],
  ['MariaDB', () => mysql.make(), 'mysql'],
] as const;

test.each(SERVERS)('the demo on %s: the same answers as on SQLite, and no second copies', async (_, database) => {
  const folder = makeTree(FOLDER);
  const url = await database();
  const places = /^(.*→.*|As a picture.*)$/gm;
  const onSqlite = await run(folder, '--database', `${makeTree()}/x.sqlite`);
  const first = await run(folder, '--database', url);
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' });
  expect(first.stdout.replaceAll(places, '')).toBe(onSqlite.stdout.replaceAll(places, ''));
  const again = await run(folder, '--database', url);
  expect(again.stdout).toMatch(/new +changed +uninstalled\n.*\n +3 +3 +3 +0 +0 +0\n/);
});

test.each(SERVERS)('tables on %s that were not finished are made anew', async (_, database, server) => {
  const url = await database();
  const folder = makeTree(FOLDER);
  await run(folder, '--database', url);
  const { knex, destroy } = createShelf({ dialect: databaseOf({ database: url, server }).dialect });
  await knex('packages_demo').update({ version: 0 });
  await knex.schema.dropView('needs').dropTable('notes');
  await destroy();
  const { code, stdout, stderr } = await run(folder, '--database', url);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/new +changed +uninstalled\n.*\n +3 +3 +3 +3 +0 +0\n/);
});
