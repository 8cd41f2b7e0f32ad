import { newShelf, type Harness } from '../harness.js';
import { faultOf, rejectionOf } from '../settling.js';
import { withOffice } from './people.js';

/** The faults that are no violations: rows that are missing, constraints that are, connections, time. */
export function faultSuite(harness: Harness): void {
  test('NotFound, with the class’s own subclass', () =>
    withOffice(harness, async ({ db, Person, Team }) => {
      const fault = await faultOf(new Person({ id: 1 }).fetch({ require: true }));
      expect(fault).toBeInstanceOf(db.NotFoundError);
      expect(fault).toBeInstanceOf(Person.NotFoundError);
      expect(fault).not.toBeInstanceOf(Team.NotFoundError);
      expect(fault).toMatchObject({ name: 'NotFoundError', code: 'NOT_FOUND', model: 'Person', table: 'people' });
      expect(fault.message).toContain("'id'");
    }));

  test('Empty, with the class’s own subclass', () =>
    withOffice(harness, async ({ db, Person }) => {
      const People = db.Collection.extend({ model: Person });
      const fault = await faultOf(new People().fetch({ require: true }));
      expect(fault).toBeInstanceOf(db.EmptyError);
      expect(fault).toBeInstanceOf(People.EmptyError);
      expect(fault).toMatchObject({ name: 'EmptyError', code: 'EMPTY', table: 'people' });
    }));

  test('NoRowsUpdated, with the class’s own subclass', () =>
    withOffice(harness, async ({ db, Person, Team }) => {
      const fault = await faultOf(new Person({ id: 1 }).save({ name: 'a' }));
      expect(fault).toBeInstanceOf(db.NoRowsUpdatedError);
      expect(fault).toBeInstanceOf(Person.NoRowsUpdatedError);
      expect(fault).not.toBeInstanceOf(Team.NoRowsUpdatedError);
      expect(fault).toMatchObject({
        name: 'NoRowsUpdatedError',
        code: 'NO_ROWS_UPDATED',
        model: 'Person',
        table: 'people',
      });
    }));

  test('NoRowsDeleted, with the class’s own subclass', () =>
    withOffice(harness, async ({ db, Person, Team }) => {
      const fault = await faultOf(new Person({ id: 1 }).destroy({ require: true }));
      expect(fault).toBeInstanceOf(db.NoRowsDeletedError);
      expect(fault).toBeInstanceOf(Person.NoRowsDeletedError);
      expect(fault).not.toBeInstanceOf(Team.NoRowsDeletedError);
      expect(fault).toMatchObject({
        name: 'NoRowsDeletedError',
        code: 'NO_ROWS_DELETED',
        model: 'Person',
        table: 'people',
      });
    }));

  test('UndefinedBinding: in a fetch, in a where, and where an update or a destroy has no constraint', () =>
    withOffice(harness, async ({ db, Person }) => {
      const nothing = undefined as unknown as string;
      const calls = [
        () => new Person({ name: nothing }).fetch(),
        () => Person.where('name', nothing).fetchAll(),
        () => Person.where({ name: nothing }).fetchAll(),
        () => Person.where({}).fetchAll(),
        () => new Person({ name: 'a' }).save(null, { method: 'update' }),
        () => new Person({ name: 'a' }).destroy(),
      ];
      for (const call of calls) {
        const fault = await faultOf(call());
        expect(fault).toBeInstanceOf(db.UndefinedBindingError);
        expect(fault).toMatchObject({ code: 'UNDEFINED_BINDING', table: 'people' });
      }
    }));

  test('InvalidValue and InvalidAttribute name the column', () =>
    withOffice(harness, async ({ db, Person }) => {
      const value = await faultOf(new Person({ name: 'a', age: Number.NaN }).save());
      expect(value).toBeInstanceOf(db.InvalidValueError);
      expect(value).toMatchObject({
        code: 'INVALID_VALUE',
        model: 'Person',
        table: 'people',
        columns: ['age'],
        query: undefined,
      });
      expect(value.message).toContain('NaN');
      expect(() => new Person(JSON.parse('{"__proto__": 1}') as object)).toThrow(db.InvalidAttributeError);
    }));

  test('Timeout: of a call that waits for a connection', () =>
    withOffice(
      harness,
      async ({ db, Person }) => {
        await Person.fetchAll();
        const holder = await db.transaction();
        const error = await rejectionOf(new Person({ name: 'a' }).save(null, { timeout: 20 }));
        await holder.rollback();
        expect(error).toBeInstanceOf(db.TimeoutError);
        expect(error).toMatchObject({ code: 'TIMEOUT', model: 'Person', table: 'people' });
        // The call was given up, and wrote nothing.
        expect(await Person.count()).toBe(0);
      },
      { pool: { min: 1, max: 1 } },
    ));

  test('ConnectionLost: after the shelf was closed', async () => {
    const db = newShelf(harness, { dialect: await harness.dialect() });
    const Person = db.Model.extend({ tableName: 'people' });
    await db.destroy();
    const fault = await faultOf(new Person({ id: 1 }).fetch());
    expect(fault).toBeInstanceOf(db.ConnectionLostError);
    expect(fault.code).toBe('CONNECTION_LOST');
    expect(fault.cause).toBeDefined();
    expect((await faultOf(db.transaction(async () => 1))).code).toBe('CONNECTION_LOST');
  });

  test('ConnectionLost: of a call that waits for a connection while the shelf is closed', async () => {
    const db = newShelf(harness, { dialect: await harness.dialect({ pool: { max: 1 } }) });
    const Person = db.Model.extend({ tableName: 'people' });
    const holder = await db.transaction();
    const waiting = faultOf(new Person({ id: 1 }).fetch());
    const closing = db.destroy();
    await holder.rollback();
    await closing;
    const fault = await waiting;
    expect(fault).toBeInstanceOf(db.ConnectionLostError);
    expect(fault.cause).toBeDefined();
  });

  test('ConnectionLost: of what still runs or waits when destroy({ timeout }) waits no longer', async () => {
    const db = newShelf(harness, { dialect: await harness.dialect({ pool: { max: 1 } }) });
    await db.knex.schema.createTable('people', (table) => void table.increments('id'));
    const Person = db.Model.extend({ tableName: 'people' });
    const open = await db.transaction();
    const waiting = faultOf(Person.count());
    await db.destroy({ timeout: 20 });
    expect((await waiting).code).toBe('CONNECTION_LOST');
    expect((await faultOf(Person.count('*', { transacting: open }))).code).toBe('CONNECTION_LOST');
    await open.rollback();
    expect(await rejectionOf(db.destroy({ timeout: -1 }))).toBeInstanceOf(db.InvalidValueError);
  });

  test('UnknownTable: by every entry, also of a schema that is not there; once there is one, it is found', () =>
    withOffice(harness, async ({ db }) => {
      class Ghost extends db.Model<{ id: number }> {
        static override tableName = 'ghosts';
      }
      const calls = [
        () => Ghost.fetchAll(),
        () => new Ghost({ id: 1 }).fetch(),
        () => Ghost.query((query) => void query.whereRaw('1 = 1')).count(),
        () => new Ghost({ id: 1 }).save(null, { method: 'insert' }),
        () => new Ghost({ id: 1 }).destroy(),
        () => Ghost.fetchAll({ withSchema: 'nowhere' }),
        async () => db.transaction(async (t) => t('ghosts')),
      ];
      for (const call of calls) {
        const fault = await faultOf(call());
        expect(fault).toBeInstanceOf(db.UnknownTableError);
        expect(fault.code).toBe('UNKNOWN_TABLE');
      }
      await db.knex.schema.createTable('ghosts', (table) => void table.integer('id').primary());
      await new Ghost({ id: 1 }).save(null, { method: 'insert' });
      expect(await Ghost.count()).toBe(1);
      await db.knex.schema.dropTable('ghosts');
      expect((await faultOf(Ghost.fetchAll())).code).toBe('UNKNOWN_TABLE');
    }));

  test('ReadOnly: of a write in a transaction that only reads', () =>
    withOffice(harness, async ({ db, Person }) => {
      await Person.count();
      const run = db.transaction(async (transacting) => new Person({ name: 'a' }).save(null, { transacting }), {
        readOnly: true,
      });
      const fault = await faultOf(run);
      expect(fault).toBeInstanceOf(db.ReadOnlyError);
      expect(fault).toMatchObject({ code: 'READ_ONLY', model: 'Person', table: 'people' });
      await new Person({ name: 'a' }).save();
    }));

  test('PluginMissing', () =>
    withOffice(harness, async ({ db }) => {
      expect(() => db.plugin({ name: 'a', requires: ['b'], install: () => undefined })).toThrow(db.PluginMissingError);
    }));
}
