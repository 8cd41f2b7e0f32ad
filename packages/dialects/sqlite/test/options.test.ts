import { InvalidValueError } from '@shelf/core';
import { sqlite } from '../src/index.js';
import { settingsOf } from '../src/options.js';

test('a filename is needed', () => {
  expect(() => sqlite({} as never)).toThrow(InvalidValueError);
  expect(() => sqlite({} as never)).toThrow("needs the path of a file or ':memory:'; it was given undefined");
  expect(() => sqlite(undefined as never)).toThrow('needs the path of a file');
  expect(() => sqlite({ filename: 7 as never })).toThrow('it was given 7');
  expect(() => sqlite({ filename: ' a.db' })).toThrow("remove the spaces around ' a.db'");
  expect(() => sqlite({ filename: 'a\0b' })).toThrow('U+0000');
});

test('an unknown driver is refused, whatever its name', () => {
  expect(() => sqlite({ filename: 'x.db', driver: 'sqlite' as never })).toThrow(
    "'sqlite3' or 'better-sqlite3'; it was given 'sqlite'",
  );
  expect(() => sqlite({ filename: 'x.db', driver: 'constructor' as never })).toThrow("it was given 'constructor'");
});

test.each([-1, 1.5, Infinity, 2 ** 31, '5' as never])('a busy timeout of %p is refused', (busyTimeout) => {
  expect(() => sqlite({ filename: 'x.db', busyTimeout })).toThrow('whole number of milliseconds');
});

test('a pool that SQLite cannot serve is refused', () => {
  expect(() => sqlite({ filename: 'x.db', pool: { max: 5 } })).toThrow(
    'sqlite3 takes a pool of at most 4; it was given a max of 5',
  );
  expect(() => sqlite({ filename: 'x.db', driver: 'better-sqlite3', pool: { max: 2 } })).toThrow('at most 1');
  expect(() => sqlite({ filename: ':memory:', pool: { max: 2 } })).toThrow(
    'a database in memory takes a pool of at most 1',
  );
  expect(() => sqlite({ filename: 'x.db', pool: { max: 4 } })).not.toThrow();
});

test('a database in memory cannot be read-only', () => {
  expect(() => sqlite({ filename: ':memory:', readonly: true })).toThrow('nothing to read yet');
});

test('better-sqlite3 takes no URIs', () => {
  expect(() => sqlite({ filename: 'file:x.db?mode=ro', driver: 'better-sqlite3' })).toThrow('opens paths and no URIs');
});

test.each([
  '',
  ':memory:',
  'file::memory:',
  'file::memory:?cache=shared',
  'file:name?mode=memory&cache=shared',
  'file:',
])('%p is a database in memory, with one connection', (filename) => {
  expect(settingsOf({ filename })).toMatchObject({ temporary: true, maxConnections: 1 });
  expect(sqlite({ filename }).capabilities.parallelReads).toBe(false);
});

test.each(['app.db', './:memory:.db', 'file:app.db', 'mode=memory.db'])('%p is a file', (filename) => {
  expect(settingsOf({ filename })).toMatchObject({ temporary: false, maxConnections: 4 });
});

test('the defaults', () => {
  expect(settingsOf({ filename: 'app.db' })).toEqual({
    driver: 'sqlite3',
    filename: 'app.db',
    temporary: false,
    foreignKeys: true,
    wal: true,
    busyTimeout: 5000,
    bigInts: false,
    instants: 'text',
    readonly: false,
    maxConnections: 4,
  });
});

test('reads run in parallel on files of sqlite3 alone', () => {
  expect(sqlite({ filename: 'x.db' }).capabilities.parallelReads).toBe(true);
  expect(sqlite({ filename: 'x.db', pool: { max: 1 } }).capabilities.parallelReads).toBe(false);
  expect(sqlite({ filename: 'x.db', driver: 'better-sqlite3' }).capabilities.parallelReads).toBe(false);
});
