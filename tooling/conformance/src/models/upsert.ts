import type { ModelOf, PrimaryKey, Shelf } from '@shelf/core';
import { generatedKey, statementsOf, withShelf, type Harness } from '../harness.js';
import { faultOf } from '../settling.js';
import { stored, withPeople } from './people.js';

interface MailRow {
  id: PrimaryKey<number>;
  email: string;
  note: string | null;
  deleted_at: number | null;
}

interface Mails {
  readonly db: Shelf;
  readonly Mail: ModelOf<MailRow>;
  readonly rows: () => Promise<unknown>;
}

/** `Model.upsert`. */
export function upsertSuite(harness: Harness): void {
  test('inserts a row that is not there', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await Person.upsert({ name: 'Dee', age: 4 }, { conflict: ['name'] });
      expect(person).toBeInstanceOf(Person);
      expect([person.id, person.isNew(), person.hasChanged()]).toEqual([(await stored(db, 'id'))[3], false, false]);
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd', 'Dee']);
    }));

  test('updates the row that is there, and has its key', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await Person.upsert({ name: 'Bob', age: 21 }, { conflict: 'name' });
      expect(person.id).toBe(2);
      expect(await db.knex('people').where({ id: 2 }).select('name', 'age')).toEqual([{ name: 'Bob', age: 21 }]);
      expect((await new Person({ id: 2 }).fetch())?.get('active')).toBe(false);
      await person.save({ age: 22 });
      expect(await stored(db, 'age')).toEqual([36, 22, null]);
    }));

  test('is one statement', () =>
    withPeople(harness, async ({ Person, db }) => {
      await Person.count();
      const statements = await statementsOf(db, async () =>
        Person.upsert({ name: 'Bob', age: 1 }, { conflict: 'name' }),
      );
      expect(statements.filter((sql) => /^insert/i.test(sql))).toHaveLength(1);
    }));

  test('{update} names the columns to update; none of them keeps the row', () =>
    withPeople(harness, async ({ Person, db }) => {
      await Person.upsert({ name: 'Ada', age: 1, active: false }, { conflict: ['name'], update: ['active'] });
      const row = await new Person({ id: 1 }).fetch();
      expect([row?.get('age'), row?.get('active')]).toEqual([36, false]);
      const kept = await Person.upsert({ name: 'Ada', age: 2 }, { conflict: ['name'], update: [] });
      expect([kept.id, await stored(db, 'age')]).toEqual([1, [36, 20, null]]);
    }));

  test('a column that is named twice is updated once', () =>
    withPeople(harness, async ({ Person, db }) => {
      await Person.upsert({ name: 'Ada', age: 1 }, { conflict: ['name', 'name'], update: ['age', 'age'] });
      expect(await stored(db, 'age')).toEqual([1, 20, null]);
    }));

  test('fires the events of one insert, also where the row is found afterwards', () =>
    withPeople(harness, async ({ Person }) => {
      const heard: string[] = [];
      class Heard extends Person {
        override initialize(): void {
          for (const event of ['saving', 'creating', 'created', 'saved', 'fetching', 'fetched'] as const)
            this.on(event, () => void heard.push(event));
        }
      }
      await Heard.upsert({ name: 'Ada', age: 1 }, { conflict: 'name', update: [] });
      expect(heard).toEqual(['saving', 'creating', 'created', 'saved']);
    }));

  test('resolves to the row as it is stored, and NULL conflicts with nothing', () =>
    withPeople(harness, async ({ Person, db }) => {
      const bob = await Person.upsert({ name: 'Bob', age: 21 }, { conflict: 'name' });
      expect([bob.get('active'), bob.hasChanged()]).toEqual([false, false]);
      await db.knex.schema.alterTable('people', (table) => table.unique(['age', 'active']));
      const [cyd] = await db.knex('people').where({ name: 'Cyd' }).pluck('id');
      const fresh = await Person.upsert(
        { name: 'Eve', age: null, active: true },
        { conflict: ['age', 'active'], update: [] },
      );
      expect([fresh.get('name'), fresh.id === cyd]).toEqual(['Eve', false]);
    }));

  test('names a unique key, or is refused', () =>
    withPeople(harness, async ({ Person, db }) => {
      for (const update of [undefined, []]) {
        for (const conflict of ['age', ['name', 'age']] as const) {
          const refused = Person.upsert({ name: 'Ada', age: 1 }, { conflict, update });
          expect((await faultOf(refused)).code).toBe('INVALID_VALUE');
        }
      }
      expect(await stored(db, 'age')).toEqual([36, 20, null]);
      // A key that was added since the table was described.
      await db.knex.schema.alterTable('people', (table) => table.unique(['age', 'active']));
      const made = await Person.upsert({ name: 'Eve', age: 1, active: true }, { conflict: ['active', 'age'] });
      const again = await Person.upsert({ name: 'Eva', age: 1, active: true }, { conflict: ['active', 'age'] });
      expect([again.id, again.get('name')]).toEqual([made.id, 'Eva']);
    }));

  test('a key that the database computes in part', () =>
    withShelf(harness, async (db) => {
      const alive = 'case when deleted_at is null then 1 end';
      await db.knex.raw(
        `create table mails (id ${generatedKey(harness)}, email varchar(99), note varchar(99), deleted_at integer, alive integer generated always as (${alive}) stored, unique (email, alive))`,
      );
      class Mail extends db.Model<MailRow & { alive: number | null }> {
        static override tableName = 'mails';
      }
      const conflict = ['email', 'alive'] as const;
      const first = await Mail.upsert({ email: 'a', note: 'one' }, { conflict });
      expect((await Mail.upsert({ email: 'a', note: 'two' }, { conflict })).id).toBe(first.id);
      const kept = await Mail.upsert({ email: 'a', note: 'three' }, { conflict, update: [] });
      expect([kept.id, kept.get('note')]).toEqual([first.id, 'two']);
      await db.knex('mails').update({ deleted_at: 1 });
      expect((await Mail.upsert({ email: 'a', note: 'new' }, { conflict })).id).not.toBe(first.id);
      expect(await db.knex('mails').orderBy('id').pluck('note')).toEqual(['two', 'new']);
    }));

  describe('a unique index that is partial, or of expressions', () => {
    const withMails = (index: string, work: (mails: Mails) => Promise<void>): Promise<void> =>
      withShelf(harness, async (db) => {
        await db.knex.raw(
          `create table mails (id ${generatedKey(harness)}, email varchar(99), note varchar(99), deleted_at integer)`,
        );
        class Mail extends db.Model<MailRow> {
          static override tableName = 'mails';
        }
        const { upsert } = (await harness.dialect()).capabilities;
        if (upsert === 'on-duplicate-key') {
          const raw = db.knex.raw('lower(email)');
          for (const options of [{ conflict: 'email', where: { deleted_at: null } } as const, { conflict: raw }])
            expect((await faultOf(Mail.upsert({ email: 'a' }, options))).code).toBe('INVALID_VALUE');
          expect(await db.knex('mails')).toEqual([]);
          return;
        }
        await db.knex.raw(`create unique index mails_key on mails ${index}`);
        const rows = (): Promise<unknown> => db.knex('mails').orderBy('id').select('email', 'note');
        await work({ db, Mail, rows });
      });

    test('a partial one', () =>
      withMails('(email) where deleted_at is null', async ({ db, Mail, rows }) => {
        expect((await faultOf(Mail.upsert({ email: 'a' }, { conflict: 'email' }))).code).toBe('INVALID_VALUE');
        const wheres = [{ deleted_at: null }, db.knex.raw('deleted_at is null')];
        await Mail.upsert({ email: 'a', note: 'old' }, { conflict: 'email', where: { deleted_at: null } });
        await db.knex('mails').update({ deleted_at: 1 });
        // More often than a database plans a statement for its values.
        for (let i = 0; i < 4; i++) {
          for (const where of wheres) await Mail.upsert({ email: 'a', note: `${i}` }, { conflict: 'email', where });
        }
        const kept = await Mail.upsert(
          { email: 'a', note: 'no' },
          { conflict: 'email', where: wheres[0]!, update: [] },
        );
        expect(kept.get('note')).toBe('3');
        expect(await rows()).toEqual([
          { email: 'a', note: 'old' },
          { email: 'a', note: '3' },
        ]);
      }));

    test('one for some values', () =>
      withMails("(email) where note = 'it''s' and deleted_at = 5", async ({ Mail, rows }) => {
        const where = { note: "it's", deleted_at: 5 };
        const first = await Mail.upsert({ email: 'a', ...where }, { conflict: 'email', where });
        const again = await Mail.upsert({ email: 'a', ...where }, { conflict: 'email', where, update: [] });
        expect(again.id).toBe(first.id);
        await Mail.upsert({ email: 'a', note: 'other' }, { conflict: 'email', where });
        expect(await rows()).toHaveLength(2);
      }));

    test('one of expressions', () =>
      withMails('(lower(email), deleted_at)', async ({ db, Mail, rows }) => {
        const conflict = [db.knex.raw('lower(email)'), 'deleted_at'] as const;
        const first = await Mail.upsert({ email: 'Ann', note: 'one', deleted_at: 1 }, { conflict });
        for (const email of ['ANN', 'ann']) {
          const kept = await Mail.upsert({ email, note: 'no', deleted_at: 1 }, { conflict, update: [] });
          expect([kept.id, kept.get('email'), kept.get('note')]).toEqual([first.id, 'Ann', 'one']);
        }
        await Mail.upsert({ email: 'bob', note: 'two', deleted_at: 1 }, { conflict });
        await Mail.upsert({ email: 'aNN', note: 'three', deleted_at: 1 }, { conflict, update: ['note'] });
        expect(await rows()).toEqual([
          { email: 'Ann', note: 'three' },
          { email: 'bob', note: 'two' },
        ]);
      }));

    test('what cannot be such an index is refused before any SQL', () =>
      withMails('(email) where deleted_at is null', async ({ db, Mail, rows }) => {
        await Mail.count();
        const wrong: readonly object[] = [
          { conflict: [] },
          { conflict: 5 },
          { conflict: ['email', {}] },
          { conflict: db.knex.raw('lower(?)', ['email']) },
          { conflict: 'email', where: 'deleted_at is null' },
          { conflict: 'email', where: {} },
          { conflict: 'email', where: { deleted_at: { a: 1 } } },
          { conflict: 'email', where: { email: 'a\\' } },
          { conflict: 'email', where: db.knex.raw('deleted_at = ?', [1]) },
        ];
        const statements = await statementsOf(db, async () => {
          for (const options of wrong)
            expect((await faultOf(Mail.upsert({ email: 'a' }, options as never))).code).toBe('INVALID_VALUE');
        });
        expect([statements, await rows()]).toEqual([[], []]);
      }));
  });

  test('a conflict with another unique key is a violation, and changes no row', () =>
    withPeople(harness, async ({ Person, db }) => {
      for (const id of [9, 2]) {
        const row = { id, name: 'Ada', age: 99 } as never;
        await expect(Person.upsert(row, { conflict: 'id' })).rejects.toBeInstanceOf(db.UniqueViolationError);
        await expect(Person.upsert(row, { conflict: 'id', update: ['age', 'name'] })).rejects.toBeInstanceOf(
          db.UniqueViolationError,
        );
      }
      expect([await stored(db), await stored(db, 'age')]).toEqual([
        ['Ada', 'Bob', 'Cyd'],
        [36, 20, null],
      ]);
    }));

  test('a row that conflicts by another key too: the row that is meant, unless the database takes the other key first', () =>
    withPeople(harness, async ({ Person, db }) => {
      const looksAtAllKeys = db.dialect.capabilities.upsert === 'on-duplicate-key';
      // By its name it is Ada's row, by its id Bob's.
      const call = Person.upsert({ id: 2, name: 'Ada', age: 50 }, { conflict: 'name' });
      if (looksAtAllKeys) await expect(call).rejects.toBeInstanceOf(db.UniqueViolationError);
      else expect((await call).toJSON()).toMatchObject({ id: 1, name: 'Ada', age: 50 });
      expect(await stored(db, 'age')).toEqual([looksAtAllKeys ? 36 : 50, 20, null]);
      // What it is to become conflicts with a row: nothing is written anywhere.
      const other = Person.upsert({ id: 1, name: 'Bob', age: 60 }, { conflict: 'id', update: ['age', 'name'] });
      await expect(other).rejects.toBeInstanceOf(db.UniqueViolationError);
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd']);
    }));

  test('goes by several columns, and by a composite key', () =>
    withPeople(harness, async ({ Seat, db }) => {
      const seat = await Seat.upsert({ hall: 1, chair: 'b', taken_by: 'Eve' }, { conflict: ['hall', 'chair'] });
      await Seat.upsert({ hall: 9, chair: 'z', taken_by: 'Zoe' }, { conflict: ['hall', 'chair'] });
      expect(seat.id).toEqual([1, 'b']);
      expect(await db.knex('seats').orderBy(['hall', 'chair']).pluck('taken_by')).toEqual(['Ada', 'Eve', 'Bob', 'Zoe']);
    }));

  test('values are encoded as in any save, and undefined stays out', () =>
    withPeople(harness, async ({ Person }) => {
      const values = { notes: ['a'], seen_at: new Date(77), active: false };
      await Person.upsert({ name: 'Ada', age: undefined, ...values } as never, { conflict: 'name' });
      expect((await new Person({ id: 1 }).fetch())?.toJSON()).toMatchObject({ ...values, age: 36 });
    }));

  test('keeps created_at and renews updated_at', () =>
    withPeople(
      harness,
      async ({ Person }) => {
        class Stamped extends Person {
          static override hasTimestamps = true;
        }
        const row = { name: 'Ada' } as never;
        await new Person({ id: 1 }).save({ created_at: new Date(1), updated_at: new Date(1) });
        await Stamped.upsert(row, { conflict: 'name' });
        expect((await new Person({ id: 1 }).fetch())?.toJSON()).toMatchObject({
          created_at: new Date(1),
          updated_at: new Date(5),
        });
      },
      { now: () => new Date(5) },
    ));

  test('runs in a transaction', () =>
    withPeople(harness, async ({ Person, db }) => {
      const undone = db.transaction(async (transacting) => {
        await Person.upsert({ name: 'Ada', age: 1 }, { conflict: 'name', transacting });
        throw new Error('undo');
      });
      await expect(undone).rejects.toThrow('undo');
      expect(await stored(db, 'age')).toEqual([36, 20, null]);
    }));

  test('without conflict, or without a value for it, is refused', () =>
    withPeople(harness, async ({ Person, db }) => {
      await expect(Person.upsert({ name: 'x' }, {} as never)).rejects.toBeInstanceOf(db.InvalidValueError);
      await expect(Person.upsert({ age: 1 } as never, { conflict: 'name' })).rejects.toThrow("'name'");
      expect((await stored(db)).length).toBe(3);
    }));
}
