import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeIn, newStranger, type Project } from './stranger.js';

let stranger: Project;
beforeAll(() => {
  stranger = newStranger();
  for (const name of ['@swc/jest', '@swc/core']) stranger.install(name, 'tooling/jest');
  for (const name of ['sqlite3', 'better-sqlite3']) stranger.install(name, 'tooling/house');
});
afterAll(() => stranger.remove());

const TEST = `
const { createShelf } = require('@shelf/core');
const { relations } = require('@shelf/relations');
const { exec } = require('@shelf/exec');
const { sqlite } = require('@shelf/sqlite');
require('@shelf/mysql');
require('@shelf/pg-hstore');

const db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins: [relations(), exec()] });
afterAll(() => db.destroy());

test('a book is saved and found', async () => {
  await db.knex.schema.createTable('books', (t) => { t.increments('id'); t.string('title'); });
  const Book = db.Model.extend({ tableName: 'books' });
  await new Book({ title: 'Emma' }).save();
  expect((await Book.fetchAll()).toJSON()).toEqual([{ id: 1, title: 'Emma' }]);
});
`;

test('a jest in CommonJS, configured as the docs say, runs tests of programs', () => {
  writeFileSync(join(stranger.folder, 'package.json'), '{ "private": true }');
  writeFileSync(join(stranger.folder, 'jest.config.js'), codeIn('start.md', 'Test it with jest', 'js'));
  writeFileSync(join(stranger.folder, 'book.test.js'), TEST);
  const jest = join(dirname(require.resolve('jest/package.json')), 'bin/jest.js');
  const { status, stderr } = spawnSync(process.execPath, [jest, '--ci'], { cwd: stranger.folder, encoding: 'utf8' });
  expect(stderr).toMatch(/1 passed, 1 total/);
  expect(status).toBe(0);
});
