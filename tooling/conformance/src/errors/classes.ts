import * as exported from '@shelf/core';
import { withShelf, type Harness } from '../harness.js';

/** What the package exports; a copy, so that a name may be looked up in it. */
const core = { ...exported };

/** The names in the list of promises. */
const NAMES = [
  'NotFound',
  'Empty',
  'NoRowsInserted',
  'NoRowsUpdated',
  'NoRowsDeleted',
  'ModelNotResolved',
  'InvalidRelation',
  'UndefinedBinding',
  'TransactionClosed',
  'UniqueViolation',
  'ForeignKeyViolation',
  'NotNullViolation',
  'CheckViolation',
  'ConnectionLost',
  'ConnectionRefused',
  'ReadOnly',
  'Storage',
  'Timeout',
  'SerializationFailure',
  'InvalidAttribute',
  'InvalidValue',
  'UnknownColumn',
  'UnknownTable',
  'PluginMissing',
  'RelationNotLoaded',
] as const;

/** The classes themselves. */
export function classSuite(harness: Harness): void {
  test.each(NAMES)('%sError is exported, is a ShelfError, and has its name in capitals as code', (name) => {
    const Class = core[`${name}Error`];
    const code = name.replace(/(?<!^)([A-Z])/g, '_$1').toUpperCase();
    const cause = new TypeError('cause');
    const query = { sql: 'select ?', bindings: [1] };
    const error = new Class('what happened', { model: 'User', table: 'users', query, cause, columns: ['id'] });
    expect(error).toBeInstanceOf(core.ShelfError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      message: 'what happened',
      model: 'User',
      table: 'users',
      query,
      cause,
      columns: ['id'],
    });
    expect(error.name).toBe(`${name}Error`);
    expect(error.code).toBe(code);
    expect(Class.code).toBe(code);
    expect(String(error)).toBe(`${name}Error: what happened`);
    expect(error.stack).toContain('classes');
  });

  test('there is no other class, and no code stands for two', () => {
    const isError = (each: unknown): each is typeof exported.ShelfError =>
      typeof each === 'function' && each.prototype instanceof core.ShelfError;
    const found = Object.values<unknown>(core).filter(isError);
    expect(found.map(({ name }) => name).sort()).toEqual(NAMES.map((name) => `${name}Error`).sort());
    expect(new Set(found.map(({ code }) => code)).size).toBe(NAMES.length);
  });

  test('they hang on the shelf', () =>
    withShelf(harness, async (db) => {
      for (const name of NAMES) expect(db[`${name}Error`]).toBe(core[`${name}Error`]);
      expect(db.ShelfError).toBe(core.ShelfError);
    }));

  test('each model class has subclasses of its own, and a subclass of it has subclasses of those', () =>
    withShelf(harness, async (db) => {
      class User extends db.Model {}
      class Admin extends User {}
      const Guest = db.Model.extend({});
      for (const name of ['NotFoundError', 'NoRowsUpdatedError', 'NoRowsDeletedError'] as const) {
        expect(new Admin[name]('')).toBeInstanceOf(User[name]);
        expect(new User[name]('')).not.toBeInstanceOf(Admin[name]);
        expect(new User[name]('')).not.toBeInstanceOf(Guest[name]);
        expect(new User[name]('')).toBeInstanceOf(core[name]);
        expect(User[name]).toBe(User[name]);
        expect(new User[name]('').code).toBe(core[name].code);
      }
      const Users = db.Collection.extend({});
      expect(new Users.EmptyError('')).toBeInstanceOf(core.EmptyError);
      expect(new Users.EmptyError('')).not.toBeInstanceOf(db.Collection.extend({}).EmptyError);
    }));
}
