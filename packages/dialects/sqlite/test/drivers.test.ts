import { realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InvalidValueError, PluginMissingError } from '@shelf/core';
import { sqlite } from '../src/index.js';
import { deferred, drivers, newFile, open, rejection } from './open.js';
import type { Knex } from 'knex';

test('a file is open through one driver at a time: two copies of SQLite in one process would not see the locks of each other', async () => {
  const filename = newFile();
  const { knex: one } = open({ driver: 'sqlite3', filename });
  await one.raw('create table t (a)');
  const { knex: other } = open({ driver: 'better-sqlite3', filename: join(dirname(filename), '.', 'test.db') });
  const error = await rejection(other('t'));
  expect(error).toBeInstanceOf(InvalidValueError);
  expect(error.message).toContain('is open in this process through sqlite3');
  await one.destroy();
  expect(await other('t')).toEqual([]);
  const { knex: third } = open({ driver: 'sqlite3', filename: `file://localhost${filename}?cache=private` });
  expect((await rejection(third('t'))).message).toContain('through better-sqlite3');
});

test('a link leads to the same lock as the file', async () => {
  const filename = newFile();
  const { knex: one } = open({ filename, busyTimeout: 0 });
  await one.raw('create table t (a)');
  const link = `${realpathSync(filename)}.link`;
  symlinkSync(filename, link);
  const { knex: other } = open({ filename: link, busyTimeout: 0 });
  await other('t');
  const begun = deferred();
  const end = deferred();
  const first = one.transaction(async (t) => {
    await t('t').insert({ a: 1 });
    begun.resolve();
    await end.promise;
  });
  await begun.promise;
  const second = other('t').insert({ a: 2 });
  end.resolve();
  await Promise.all([first, second]);
  expect(await one('t')).toHaveLength(2);
});

describe('a driver that is not there', () => {
  const connect = (driver: 'sqlite3' | 'better-sqlite3', error: Error): (() => Knex) => {
    jest.resetModules();
    jest.doMock(driver, () => {
      throw error;
    });
    const fresh = require('../src/index.js') as { readonly sqlite: typeof sqlite };
    return () => fresh.sqlite({ filename: ':memory:', driver }).connect({ debug: false });
  };
  afterEach(() => {
    jest.dontMock('sqlite3');
    jest.dontMock('better-sqlite3');
    jest.resetModules();
  });

  test.each(drivers)('%s is asked for by the command that installs it', (driver) => {
    const missing = Object.assign(new Error(`Cannot find module '${driver}'`), { code: 'MODULE_NOT_FOUND' });
    const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(connect(driver, missing)).toThrow(
      expect.objectContaining({
        code: PluginMissingError.code,
        message: `The driver '${driver}' is not installed: npm install ${driver}`,
      }),
    );
    expect(printed).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  test.each(drivers)('%s that cannot be loaded says why', (driver) => {
    expect(connect(driver, new Error('compiled for another Node'))).toThrow(
      expect.objectContaining({
        code: PluginMissingError.code,
        message: expect.stringContaining('compiled for another Node'),
      }),
    );
  });

  const missing = (driver: string): Error =>
    Object.assign(new Error(`Cannot find module '${driver}'`), { code: 'MODULE_NOT_FOUND' });

  /** The driver of `sqlite({ filename })` where the given ones cannot be loaded. */
  function chosenWithout(errors: Readonly<Partial<Record<'sqlite3' | 'better-sqlite3', Error>>>): unknown {
    jest.resetModules();
    for (const driver of drivers) jest.dontMock(driver);
    for (const [driver, error] of Object.entries(errors))
      jest.doMock(driver, () => {
        throw error;
      });
    const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    try {
      const fresh = require('../src/index.js') as { readonly sqlite: typeof sqlite };
      const knex = fresh.sqlite({ filename: ':memory:' }).connect({ debug: false });
      return (knex.client as { readonly driverName: string }).driverName;
    } finally {
      printed.mockRestore();
    }
  }

  test('where no driver is named, the one that is installed is taken, and sqlite3 where both are', () => {
    expect(chosenWithout({})).toBe('sqlite3');
    expect(chosenWithout({ 'better-sqlite3': missing('better-sqlite3') })).toBe('sqlite3');
    expect(chosenWithout({ sqlite3: missing('sqlite3') })).toBe('better-sqlite3');
  });

  test('where none is installed, or the one that is cannot be loaded, that is said', () => {
    const both = { sqlite3: missing('sqlite3'), 'better-sqlite3': missing('better-sqlite3') };
    expect(() => chosenWithout(both)).toThrow(/'sqlite3' is not installed: npm install sqlite3/);
    expect(() => chosenWithout({ sqlite3: new Error('compiled for another Node') })).toThrow(/another Node/);
  });

  test('the other driver is not touched', () => {
    expect(() => sqlite({ filename: ':memory:', driver: 'sqlite3' })).not.toThrow();
  });
});
