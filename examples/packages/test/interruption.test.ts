import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { join } from 'node:path';
import { countsIn, lookInto, run, start, type Ended } from './program.js';
import { makeTree, type Tree } from './tree.js';

const PACKAGES = 600;

/** Packages with as many versions, dependencies, people and keywords each, so that half a package would show. */
function installMany(): { folder: string; database: string } {
  const tree: Record<string, object> = {};
  for (let i = 0; i < PACKAGES; i++) {
    tree[`p${i}/package.json`] = {
      name: `p${i}`,
      version: '1.0.0',
      author: 'Ada',
      maintainers: ['Grace', 'Linus'],
      keywords: ['a', 'b', 'c', 'd'],
      dependencies: { a: '1', b: '1', c: '1', d: '1', e: '1' },
    };
  }
  return { folder: makeTree(tree satisfies Tree), database: join(makeTree(), 'packages.sqlite') };
}

function whole(packages: number): Record<string, number> {
  return {
    packages,
    versions: packages,
    dependencies: 5 * packages,
    people: 3,
    packages_people: 3 * packages,
    keywords: 4,
    keywords_packages: 4 * packages,
  };
}

/** Starts the demo and ends it with a signal as soon as the first packages can be seen in the database. */
async function interrupt(folder: string, database: string, signal: NodeJS.Signals): Promise<Ended> {
  const { child, ended } = start(folder, '--database', database);
  const running = () => child.exitCode === null;
  while (running() && !existsSync(database)) await setImmediate();
  await lookInto(database, async ({ knex }) => {
    const first = () =>
      knex('packages')
        .first()
        .catch(() => undefined);
    while (running() && (await first()) === undefined) await setImmediate();
    child.kill(signal);
  });
  return ended;
}

test('SIGINT ends the import with a message and exit code 130; the packages there are whole', async () => {
  const { folder, database } = installMany();
  const { code, stderr } = await interrupt(folder, database, 'SIGINT');
  expect(stderr).toBe(`Interrupted. Each package in ${database} is whole; run it again for the rest.\n`);
  expect(code).toBe(130);
  const counts = await countsIn(database);
  expect(counts['packages']).toBeLessThan(PACKAGES);
  expect(counts).toEqual(whole(counts['packages']!));
});

test('kill -9 leaves no half-written package, and the next run brings the rest', async () => {
  const { folder, database } = installMany();
  expect(await interrupt(folder, database, 'SIGKILL')).toMatchObject({ code: null, signal: 'SIGKILL' });
  const counts = await countsIn(database);
  expect(counts['packages']).toBeGreaterThan(0);
  expect(counts['packages']).toBeLessThan(PACKAGES);
  expect(counts).toEqual(whole(counts['packages']!));

  expect((await run(folder, '--database', database)).code).toBe(0);
  expect(await countsIn(database)).toEqual(whole(PACKAGES));
});
