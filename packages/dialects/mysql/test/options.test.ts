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
  ['an unknown option', { hots: 'localhost' }, "mysql() has no option 'hots'; did you mean 'host'?"],
  ['a host that is no text', { host: 5 }, 'mysql({ host })'],
  ['a port beyond all', { port: 70_000 }, 'mysql({ port })'],
  ['a switch that is a text', { prepare: 'no' }, 'mysql({ prepare })'],
  ['a zone by name', { timeZone: 'Europe/Prague' }, 'mysql({ timeZone })'],
  ['a mode that changes how texts are escaped', { sqlMode: 'NO_BACKSLASH_ESCAPES' }, 'NO_BACKSLASH_ESCAPES'],
  ['a mode that changes what quotes mean', { sqlMode: 'STRICT_ALL_TABLES,ANSI_QUOTES' }, 'ANSI_QUOTES'],
  ['a mode that stores NULL for a text', { sqlMode: 'EMPTY_STRING_IS_NULL' }, 'EMPTY_STRING_IS_NULL'],
  ...['ANSI', 'ORACLE', 'db2', 'POSTGRESQL', 'MSSQL', 'MAXDB'].map((mode): [string, unknown, string] => [
    `the mode ${mode}`,
    { sqlMode: `STRICT_ALL_TABLES,${mode}` },
    `cannot hold ${mode.toUpperCase()}:`,
  ]),
  ['a number for a mode', { sqlMode: '4' }, 'mysql({ sqlMode })'],
  ['a list that ends with a comma', { sqlMode: 'STRICT_ALL_TABLES,' }, 'mysql({ sqlMode })'],
  ['a driver option that has one here', { driver: { user: 'me' } }, 'give mysql() the option user itself'],
  ['a driver option that codecs stand on', { driver: { dateStrings: false } }, 'cannot hold dateStrings'],
  ['the same in a URL', 'mysql://localhost/x?driver={"multipleStatements":true}', 'cannot hold multipleStatements'],
  ['a flag that changes what an UPDATE counts', { driver: { flags: ['-FOUND_ROWS'] } }, 'without FOUND_ROWS'],
  ['a flag that lets several statements in', { driver: { flags: ['MULTI_STATEMENTS'] } }, 'MULTI_STATEMENTS'],
  ['driver options that are none', { driver: 'fast' }, 'mysql({ driver })'],
  ['a broken escape in the password', 'mysql://me:p%w@localhost/x', 'in the password'],
  ['a broken escape in the user', 'mysql://m%e@localhost/x', 'in the user'],
  ['a broken escape in the database', 'mysql://localhost/100%', 'in the database'],
  ['SQL for a mode', { sqlMode: "'; drop table x" }, 'mysql({ sqlMode })'],
])('%s is refused', (_, options, message) => {
  const make = (): unknown => mysql(options as MysqlOptions);
  expect(make).toThrow(InvalidValueError);
  expect(make).toThrow(message);
});

test('other modes and driver options are taken', () => {
  expect(settingsOf({ sqlMode: '' }).sqlMode).toBe('');
  expect(settingsOf({ sqlMode: 'TRADITIONAL,PIPES_AS_CONCAT' }).sqlMode).toBe('TRADITIONAL,PIPES_AS_CONCAT');
  expect(settingsOf({ driver: { compress: true, flags: ['-COMPRESS'] } }).connection).toMatchObject({
    compress: true,
    dateStrings: true,
    flags: ['-LOCAL_FILES', '-COMPRESS'],
  });
});

test('a password is not shown', () => {
  expect(() => mysql('mysql://me:se%cret@localhost/x')).toThrow(/^(?!.*cret)/s);
  expect(() => mysql({ password: 12345 as unknown as string })).toThrow(/^(?!.*12345)/s);
});
