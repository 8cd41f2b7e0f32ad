import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShelf } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { install } from './installed.js';
import { lookInto, run } from './program.js';
import { makeTree } from './tree.js';

// Each is one line, and exit code 1.
test('a tree of a package that is not there', async () => {
  const { folder, database } = install();
  const { code, stderr } = await run(folder, '--database', database, '--tree', 'missing');
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'There is no package missing to show the tree of\n' });
});

test('an unknown folder', async () => {
  const missing = join(makeTree(), 'nowhere');
  expect(await run(missing)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `There is no folder ${missing}\n`,
  });
});

test('a file in place of the folder', async () => {
  const file = join(makeTree({ file: '' }), 'file');
  expect(await run(file)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `There is no folder ${file}\n`,
  });
});

test('nothing but damage, which is named before', async () => {
  const folder = makeTree({ 'a/package.json': '{' });
  const { code, stdout, stderr } = await run(folder, '--database', join(makeTree(), 'x.sqlite'));
  expect(stdout).toContain('a/package.json: is not valid JSON');
  expect(stderr).toBe(`No usable packages are installed under ${folder}\n`);
  expect(code).toBe(1);
});

test('a folder without packages', async () => {
  const empty = makeTree();
  expect(await run(empty)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `No usable packages are installed under ${empty}\n`,
  });
});

test("a database that is somebody else's stays as it is", async () => {
  const { folder, database } = install();
  writeFileSync(database, 'diary');
  const { code, stderr } = await run(folder, '--database', database);
  expect(stderr).toBe(`${database}: SQLITE_NOTADB: file is not a database\n`);
  expect(code).toBe(1);
  expect(readFileSync(database, 'utf8')).toBe('diary');
});

test("another program's tables", async () => {
  const { folder, database } = install();
  const other = createShelf({ dialect: sqlite({ filename: database }) });
  await other.knex.schema.createTable('packages', (table) => void table.increments('id'));
  await other.knex('packages').insert({ id: 7 });
  await other.destroy();
  const stderr = `${database} holds something else; name another database with --database\n`;
  expect(await run(folder, '--database', database)).toMatchObject({ code: 1, stderr });
  await lookInto(database, async ({ knex }) => expect(await knex('packages')).toEqual([{ id: 7 }]));
});

test('an option that does not exist', async () => {
  expect(await run('--colour')).toMatchObject({
    code: 1,
    stderr: "Unknown option '--colour'; --help shows what there is.\n",
  });
});

test('two folders', async () => {
  expect(await run('a', 'b')).toMatchObject({
    code: 1,
    stderr: 'One folder at a time, please; there are 2 in the command.\n',
  });
});
