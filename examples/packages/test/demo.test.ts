import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShelf } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { countsIn, lookInto, run } from './program.js';
import { makeTree } from './tree.js';

const INSTALLED = {
  'node_modules/app/package.json': {
    name: 'app',
    version: '2.0.0',
    license: 'MIT',
    description: 'Uses the others',
    author: 'Ada Lovelace <ada@example.org>',
    keywords: ['app', 'demo'],
    dependencies: { ui: '^1.0.0', 日本: '*', missing: '~3.1.0' },
  },
  'node_modules/ui/package.json': {
    name: 'ui',
    version: '1.10.0',
    license: 'MIT',
    description: 'Buttons and so on',
    type: 'module',
    author: { name: 'Grace Hopper' },
    contributors: ['Ada Lovelace'],
    keywords: 'demo',
    peerDependencies: { 日本: '*' },
  },
  'node_modules/app/node_modules/ui/package.json': {
    name: 'ui',
    version: '1.9.0',
    license: 'ISC',
    description: 'Buttons',
  },
  'node_modules/日本/package.json': {
    name: '日本',
    version: '0.1.0',
    description: '日本語の説明',
  },
  'node_modules/broken/package.json': '{ "name": ',
  'node_modules/odd/package.json': {
    name: 'odd',
    license: 'ISC',
    dependencies: 'x',
  },
};

function install(): { folder: string; database: string } {
  const folder = makeTree(INSTALLED);
  return { folder, database: join(makeTree(), 'packages.sqlite') };
}

test('the whole output, where it is no terminal', async () => {
  const { folder, database } = install();
  const { code, stdout, stderr } = await run(folder, '--database', database);
  expect(stderr).toBe('');
  const neutral = stdout.replace(folder, '<folder>').replaceAll(database, '<file>');
  expect(neutral).toMatchInlineSnapshot(`
    "
    Damaged manifests: 1 skipped, 1 read in part

      node_modules/broken/package.json: is not valid JSON
      node_modules/odd/package.json: dependencies is a string

    <folder> → <file>

      manifests  packages  versions  new  changed  uninstalled
      ─────────  ────────  ────────  ───  ───────  ───────────
              6         4         5    4        0            0

    Largest dependency fan-outs

      package  version  needs  installed
      ───────  ───────  ─────  ─────────  ────────────────────
      app      2.0.0        3          2  ████████████████████
      ui       1.10.0       1          1  ██████▋

    Packages by licence

      licence       packages  share
      ────────────  ────────  ───────  ────────────────────
      MIT                  2   50.0 %  ████████████████████
      (none given)         1   25.0 %  ██████████
      ISC                  1   25.0 %  ██████████

    People with most packages

      person        packages
      ────────────  ────────  ────────────────────
      Ada Lovelace         2  ████████████████████
      Grace Hopper         1  ██████████

    Packages by name: page 1 of 1, 4 in all

      package  licence  description
      ───────  ───────  ─────────────────
      app      MIT      Uses the others
      odd      ISC
      ui       MIT      Buttons and so on
      日本              日本語の説明

    Notes: 2 of 2

      about                  note
      ────────────  ───────  ────────────────────────────────────────────
      Ada Lovelace  person   is the author of 1, and has a hand in 1 more
      ui            package  is installed in 2 versions: 1.10.0, 1.9.0

    Packages that nothing depends on: 2

      package  needs  author        description
      ───────  ─────  ────────────  ───────────────
      app          2  Ada Lovelace  Uses the others
      odd          0

    What packages need, three levels deep

      app
      ├─ ui ^1.0.0
      │  └─ 日本 * (peer)
      └─ 日本 *

      It took 4 queries: one for the packages, and one for each level below them.

    As a picture: <file>.svg

    A transaction: odd gets another licence, app is deleted, then something fails

                    before       inside  after
      ────────────  ──────  ───────────  ─────
      packages           4            3      4
      versions           5            4      5
      dependencies       4            1      4
      licence          ISC  Proprietary    ISC

      The failure: “A package needs a name.” It was rolled back: nothing changed.
    "
  `);
  expect(code).toBe(0);
  expect(readFileSync(`${database}.svg`, 'utf8')).toMatch(/^<svg .*What app needs.*日本.*<\/svg>\n$/s);
});

test('a second run updates and duplicates nothing', async () => {
  const { folder, database } = install();
  await run(folder, '--database', database);
  const first = await countsIn(database);
  expect(first).toEqual({
    packages: 4,
    versions: 5,
    dependencies: 4,
    people: 2,
    packages_people: 3,
    keywords: 2,
    keywords_packages: 3,
  });
  const again = await run(folder, '--database', database);
  expect(again.stdout).toMatch(/new +changed +uninstalled\n.*\n +6 +4 +5 +0 +0 +0\n/);
  expect(await countsIn(database)).toEqual(first);

  const changed = {
    ...INSTALLED['node_modules/app/package.json'],
    license: 'ISC',
    dependencies: { ui: '^2.0.0' },
    keywords: [],
  };
  writeFileSync(join(folder, 'node_modules/app/package.json'), JSON.stringify(changed));
  rmSync(join(folder, 'node_modules/日本'), { recursive: true });
  expect((await run(folder, '--database', database)).stdout).toMatch(/\n +5 +3 +4 +0 +1 +1\n/);
  expect(await countsIn(database)).toEqual({
    packages: 3,
    versions: 4,
    dependencies: 2,
    people: 2,
    packages_people: 3,
    keywords: 1,
    keywords_packages: 1,
  });
  await lookInto(database, async ({ knex }) => {
    expect(await knex('packages').pluck('name').orderBy('name')).toEqual(['app', 'odd', 'ui']);
    expect(await knex('packages').where({ name: 'app' }).first('license')).toEqual({ license: 'ISC' });
    expect(await knex('dependencies').select('name', 'range').orderBy('name')).toEqual([
      { name: 'ui', range: '^2.0.0' },
      { name: '日本', range: '*' },
    ]);
  });
});

test('a file with the tables of an earlier demo gets those of this one', async () => {
  const { folder, database } = install();
  await run(folder, '--database', database);
  const first = await countsIn(database);
  const earlier = createShelf({ dialect: sqlite({ filename: database }) });
  await earlier.knex.schema.dropView('needs').dropTable('notes');
  await earlier.knex.raw('alter table packages_people drop column role');
  await earlier.knex.schema.dropTable('packages_demo');
  await earlier.knex.raw('pragma application_id = 0x5e1f0001');
  await earlier.destroy();

  const { code, stderr } = await run(folder, '--database', database);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await countsIn(database)).toEqual(first);
  await lookInto(database, async ({ knex }) => {
    expect(await knex('packages_people').distinct('role').orderBy('role').pluck('role')).toEqual([
      'author',
      'contributor',
    ]);
  });
});

test('what has not changed is not written again', async () => {
  const { folder, database } = install();
  const times = () =>
    lookInto(database, async ({ knex }) => knex('packages').select('id', 'name', 'created_at', 'updated_at'));
  await run(folder, '--database', database);
  const before = await times();
  await run(folder, '--database', database);
  expect(await times()).toEqual(before);
});

test('of several versions, the newest speaks for the package', async () => {
  const { folder, database } = install();
  await run(folder, '--database', database);
  await lookInto(database, async ({ knex }) => {
    expect(await knex('packages').where({ name: 'ui' }).first('license', 'description')).toEqual({
      license: 'MIT',
      description: 'Buttons and so on',
    });
  });
});

test('the trees that are asked for, in circles too; one query for each level', async () => {
  const needs = (name: string, ...names: string[]) => ({
    [`${name}/package.json`]: { name, dependencies: Object.fromEntries(names.map((each) => [each, '*'])) },
  });
  const folder = makeTree({
    ...needs('a', 'b', 'c'),
    ...needs('b', 'd'),
    ...needs('c', 'd'),
    ...needs('d', 'e'),
    ...needs('e', 'a'),
  });
  const { stdout } = await run(folder, '--database', join(makeTree(), 'x.sqlite'), '--tree', 'e', '--tree', 'a');
  const [, trees] = /three levels deep\n\n(.*)\n\nAs a picture/s.exec(stdout) ?? [];
  expect(trees).toMatchInlineSnapshot(`
    "  e
      └─ a *
         ├─ b *
         │  └─ d *
         └─ c *
            └─ d *

      a
      ├─ b *
      │  └─ d *
      │     └─ e *
      └─ c *
         └─ d *

      It took 4 queries: one for the packages, and one for each level below them."
  `);
});

describe('one line and exit code 1', () => {
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
});

test('--help', async () => {
  const { code, stdout } = await run('--help');
  expect(stdout).toMatch(/^Usage: npm run demo \[folder\]/);
  expect(code).toBe(0);
});
