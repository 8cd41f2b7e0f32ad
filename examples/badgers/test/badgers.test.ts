import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresUrl } from '@shelf-tooling/servers';
import { createShelf, type Shelf } from '@shelf/core';
import { postgres } from '@shelf/pg-hstore';

const name = `shelf_badgers_${process.pid}_${Date.now().toString(36)}`;
const url = new URL(postgresUrl());
url.pathname = `/${name}`;
const folder = join(__dirname, '..');

// A process that starts from the sources compiles them first.
jest.setTimeout(60_000);

let server: Shelf;
beforeAll(async () => {
  server = createShelf({ dialect: postgres(postgresUrl()) });
  await server.knex.raw(`create database ${name}`);
});
afterAll(async () => {
  await server.knex.raw(`drop database ${name} with (force)`);
  await server.destroy();
});

test('the example prints what its README says, and drops its table', async () => {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [command, ...args] = scripts.start.split(' ');
  const program = command === 'node' ? process.execPath : (command as string);
  const { stdout } = await promisify(execFile)(program, [...args, url.href], { cwd: folder });
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(stdout).toBe(/```text\n(.*?)```/s.exec(readme)?.[1]);
  const db = createShelf({ dialect: postgres(url.href) });
  expect(await db.knex.schema.hasTable('badgers')).toBe(false);
  await db.destroy();
});
