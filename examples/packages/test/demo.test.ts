import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createShelf } from '@shelf/core';
import { sqlite } from '@shelf/sqlite';
import { install, INSTALLED } from './installed.js';
import { countsIn, lookInto, run } from './program.js';
import { makeTree } from './tree.js';

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

test('--help', async () => {
  const { code, stdout } = await run('--help');
  expect(stdout).toMatch(/^Usage: npm run demo \[folder\]/);
  expect(code).toBe(0);
});
