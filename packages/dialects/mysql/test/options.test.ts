import { InvalidValueError } from '@shelf/core';
import { mysql, type MysqlOptions } from '../src/index.js';
import { settingsOf } from '../src/options.js';

test('a URL says what options say', () => {
  const { connection, options } = settingsOf(
    'mysql://us%40er:p%2Fw@db.example:3307/my%20shop?bigInts=true&prepare=false',
  );
  expect(connection).toMatchObject({
    host: 'db.example',
    port: 3307,
    user: 'us@er',
    password: 'p/w',
    database: 'my shop',
    multipleStatements: false,
  });
  expect(options).toMatchObject({ bigInts: true, prepare: false });
});

test('strict, in UTC, prepared, unless something else is said', () => {
  const { sqlMode, timeZone, zoneOffset, prepare, maxConnections } = settingsOf({});
  expect([timeZone, zoneOffset, prepare, maxConnections]).toEqual(['+00:00', 0, true, 10]);
  expect(sqlMode.split(',')).toEqual(expect.arrayContaining(['STRICT_ALL_TABLES', 'NO_AUTO_VALUE_ON_ZERO']));
  expect(settingsOf({ timeZone: '-05:30' }).zoneOffset).toBe(-19_800_000);
});

test.each<[string, unknown, string]>([
  ['no URL', 'localhost', 'it is no URL'],
  ['another protocol', 'postgres://localhost/x', "not with 'postgres:'"],
  ['nothing', undefined, 'needs options or a URL'],
  ['an unknown option', { hots: 'localhost' }, 'mysql({ hots }) is no option'],
  ['a host that is no text', { host: 5 }, 'mysql({ host })'],
  ['a port beyond all', { port: 70_000 }, 'mysql({ port })'],
  ['a switch that is a text', { prepare: 'no' }, 'mysql({ prepare })'],
  ['a zone by name', { timeZone: 'Europe/Prague' }, 'mysql({ timeZone })'],
  ['a mode that changes how texts are escaped', { sqlMode: 'NO_BACKSLASH_ESCAPES' }, 'NO_BACKSLASH_ESCAPES'],
  ['a mode that changes what quotes mean', { sqlMode: 'STRICT_ALL_TABLES,ANSI_QUOTES' }, 'ANSI_QUOTES'],
  ['SQL for a mode', { sqlMode: "'; drop table x" }, 'mysql({ sqlMode })'],
])('%s is refused', (_, options, message) => {
  const make = (): unknown => mysql(options as MysqlOptions);
  expect(make).toThrow(InvalidValueError);
  expect(make).toThrow(message);
});

test('a password is not shown', () => {
  expect(() => mysql({ password: 12345 as unknown as string })).toThrow(/^(?!.*12345)/s);
});
