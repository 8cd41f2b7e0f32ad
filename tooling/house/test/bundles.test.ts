import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build, type Format } from 'esbuild';
import { rollup, type Plugin } from 'rollup';
import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { codeIn, newProject, newStranger, type Project } from './stranger.js';

const load = createRequire(__filename);
// Their typings are those of ES modules, and these tests are none.
const commonjs = load('@rollup/plugin-commonjs') as () => Plugin;
const json = load('@rollup/plugin-json') as () => Plugin;

/** What is compiled for a machine cannot be in a bundle. */
const NATIVE = ['sqlite3', 'better-sqlite3'];

const APPLICATION = `
import { createShelf, VERSION } from '@shelf/core';
import { exec } from '@shelf/exec';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';

async function run(name, dialect) {
  const db = createShelf({ dialect, plugins: [relations(), exec()] });
  await db.knex.schema.createTable('users', (t) => { t.increments('id'); t.string('name'); t.datetime('born'); });
  await db.knex.schema.createTable('posts', (t) => { t.increments('id'); t.integer('user_id'); t.string('title'); });
  class Post extends db.Model { static tableName = 'posts'; }
  class User extends db.Model { static tableName = 'users'; posts() { return this.hasMany(Post, 'user_id'); } }
  await db.transaction(async (transacting) => {
    const user = await new User({ name: 'Ada', born: new Date(0) }).save(null, { transacting });
    await Post.collection([{ user_id: user.id, title: 'a' }, { user_id: user.id, title: 'b' }]).saveAll({ transacting });
  });
  const users = await User.fetchAll({ withRelated: ['posts'] });
  const code = await new User({ nmae: 'x' }).save().then(() => 'saved', (error) => error.code);
  console.log(name, JSON.stringify(users.map((user) => [user.get('born').getTime(), user.related('posts').pluck('title')])), code);
  await db.destroy();
}

async function main() {
  console.log(VERSION);
  for (const driver of ['sqlite3', 'better-sqlite3']) await run(driver, sqlite({ filename: ':memory:', driver }));
  await run('pg', postgres(process.env.POSTGRES));
  await run('mysql', mysql(process.env.MYSQL));
}
main().catch((error) => { console.error(error); process.exitCode = 1; });
`;

const postgres = usePostgres();
const databases = useMysql();
let stranger: Project;
let entry: string;

beforeAll(() => {
  stranger = newStranger();
  entry = join(stranger.folder, 'application.mjs');
  writeFileSync(entry, APPLICATION);
});
afterAll(() => stranger.remove());

/** Bundles the application into a project that has nothing but some packages, and runs it there. */
async function runBundled(
  format: Format,
  external: Readonly<Record<string, string>>,
  bundle: (file: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const project = newProject();
  try {
    for (const [name, from] of Object.entries(external)) project.install(name, from);
    const file = join(project.folder, format === 'cjs' ? 'out.cjs' : 'out.mjs');
    await bundle(file);
    const schema = await postgres.emptySchema();
    const url = new URL(postgres.url);
    url.searchParams.set('options', `-c search_path=${schema}`);
    const env = { ...process.env, POSTGRES: url.href, MYSQL: await databases.make() };
    const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: project.folder, env, encoding: 'utf8' });
    return `${stdout}${stderr}`.trim().split('\n');
  } finally {
    project.remove();
  }
}

const { version } = load('@shelf/core/package.json') as { readonly version: string };
const PRINTED = [
  version,
  ...['sqlite3', 'better-sqlite3', 'pg', 'mysql'].map((name) => `${name} [[0,["a","b"]]] UNKNOWN_COLUMN`),
];
const DRIVERS = { sqlite3: 'tooling/house', 'better-sqlite3': 'tooling/house' };

/** The options of esbuild's command line that the docs give for a format. */
function documented(format: Format): { readonly external: string[]; readonly banner?: string } {
  const command = codeIn('start.md', 'Bundle it', 'sh').replaceAll('\\\n', '').split('\n');
  const line = command.find((each) => each.includes(`--format=${format}`)) ?? '';
  const external = [...line.matchAll(/--external:(\S+)/g)].map(([, name]) => name as string);
  const banner = /--banner:js="([^"]*)"/.exec(line)?.[1];
  return { external, ...(banner !== undefined && { banner }) };
}

test.each(['cjs', 'esm'] as const)('a program runs that esbuild has bundled whole: %s', async (format) => {
  const { external, banner } = documented(format);
  expect(external).toEqual(expect.arrayContaining(NATIVE));
  const printed = await runBundled(format, DRIVERS, (outfile) =>
    build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format,
      external,
      ...(banner !== undefined && { banner: { js: banner } }),
      logLevel: 'silent',
    }),
  );
  expect(printed).toEqual(PRINTED);
});

test.each(['cjs', 'es'] as const)(
  'a program runs that rollup has bundled, beside knex and the drivers: %s',
  async (format) => {
    const external = { ...DRIVERS, knex: 'tooling/house', pg: 'tooling/house', mysql2: 'tooling/house' };
    const printed = await runBundled(format === 'cjs' ? 'cjs' : 'esm', external, async (file) => {
      const bundle = await rollup({
        input: entry,
        external: (name) => Object.keys(external).some((each) => name === each || name.startsWith(`${each}/`)),
        plugins: [nodeResolve({ preferBuiltins: true }), commonjs(), json()],
        onwarn: () => undefined,
      });
      await bundle.write({ file, format });
      await bundle.close();
    });
    expect(printed).toEqual(PRINTED);
  },
);
