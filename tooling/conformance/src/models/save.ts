import type { PrimaryKey } from '@shelf/core';
import { generatedKey, statementsOf, withShelf, type Harness } from '../harness.js';
import { faultOf } from '../settling.js';
import { stored, withPeople, withTown, type PersonRow } from './people.js';

/** `save`: inserts. What updates do stands in `update.ts`. */
export function saveSuite(harness: Harness): void {
  test('a new model is inserted, and gets the generated key', () =>
    withTown(harness, async ({ Person, db }) => {
      const person = new Person({ name: 'Ada' });
      expect(await person.save()).toBe(person);
      const [row] = await db.knex<PersonRow>('people');
      expect([person.id, person.isNew(), person.hasChanged()]).toEqual([row!.id, false, false]);
      expect(row!.name).toBe('Ada');
    }));

  test('a copy of a row with computed columns is inserted: the database computes them again', () =>
    withShelf(harness, async (db) => {
      await db.knex.raw(
        `create table boxes (id ${generatedKey(harness)}, n integer, twice integer generated always as (n * 2) stored)`,
      );
      class Box extends db.Model<{ id: PrimaryKey<number>; n: number; twice: number }> {
        static override tableName = 'boxes';
      }
      await new Box({ n: 1 }).save();
      const box = await new Box({ id: 1 }).fetch({ require: true });
      expect(box.get('twice')).toBe(2);
      const { id: _, ...copied } = box.toJSON();
      const copy = await new Box(copied).save();
      const other = await new Box({ ...copied, n: 5 }).save();
      await Box.collection([copied, { ...copied, n: 7 }]).saveAll();
      expect(await db.knex('boxes').orderBy('id').pluck('twice')).toEqual([2, 2, 10, 2, 14]);
      await Box.upsert({ ...box.attributes, n: 4 }, { conflict: 'id' });
      expect((await box.refresh()).get('twice')).toBe(8);
      // Where the INSERT itself hands it back.
      if ((await statementsOf(db, () => new Box(copied).save())).some((sql) => / returning /i.test(sql)))
        expect([copy.get('twice'), other.get('twice')]).toEqual([2, 10]);
      expect((await faultOf(box.save({ twice: 9 }))).code).toBe('INVALID_VALUE');
      expect(box.hasChanged('twice')).toBe(false);
    }));

  test('a query that says what to do where the row is there is refused: it would be passed over', () =>
    withTown(harness, async ({ Person, db }) => {
      await new Person({ name: 'Ada' }).save();
      for (const name of ['Ada', 'Bob']) {
        const person = new Person({ name }).query((q) => void q.onConflict('name').ignore());
        expect((await faultOf(person.save())).code).toBe('INVALID_VALUE');
        expect(person.isNew()).toBe(true);
      }
      expect(await stored(db)).toEqual(['Ada']);
    }));

  test('save takes a hash, a pair, or null, each with options', () =>
    withTown(harness, async ({ Person, db }) => {
      await db.transaction(async (transacting) => {
        const person = await new Person({ age: 1 }).save({ name: 'Ada' }, { transacting });
        await person.save('age', 2, { transacting });
        await person.set('active', true).save(null, { transacting });
        await person.save(undefined, { transacting });
        expect(person.toJSON()).toMatchObject({ name: 'Ada', age: 2, active: true });
      });
      expect(await db.knex('people').select('name', 'age')).toEqual([{ name: 'Ada', age: 2 }]);
    }));

  test('a key that the caller set is kept, 0 too', () =>
    withTown(harness, async ({ Person, db }) => {
      expect((await new Person({ id: 77, name: 'Ada' }).save(null, { method: 'insert' })).id).toBe(77);
      expect(await stored(db, 'id')).toEqual([77]);
      await db.knex.schema.createTable('zeros', (table) => {
        table.integer('id').primary();
        table.string('name');
      });
      const Zero = db.Model.extend({ tableName: 'zeros' });
      expect((await new Zero({ id: 0, name: 'a' }).save(null, { method: 'insert' })).id).toBe(0);
      await new Zero({ id: 0 }).save({ name: 'b' });
      expect(await db.knex('zeros')).toEqual([{ id: 0, name: 'b' }]);
      expect((await new Zero({ id: 0 }).fetch())?.get('name')).toBe('b');
      await new Zero({ id: 0 }).destroy();
      expect(await db.knex('zeros')).toEqual([]);
    }));

  test('a key of null is the database’s to make', () =>
    withTown(harness, async ({ Person, db }) => {
      const person = await new Person({ id: null, name: 'Ada' } as never).save();
      expect(await stored(db, 'id')).toEqual([person.id]);
      expect(typeof person.id).toBe('number');
    }));

  test('{method} overrules isNew', () =>
    withPeople(harness, async ({ Person, db }) => {
      await new Person({ id: 10, name: 'Dee' }).save(null, { method: 'insert' });
      await new Person({ name: 'Bo' }).where({ id: 2 }).save(null, { method: 'update' });
      expect(await stored(db)).toEqual(['Ada', 'Bo', 'Cyd', 'Dee']);
      await expect(new Person({ name: 'x' }).save(null, { method: 'delete' as never })).rejects.toBeInstanceOf(
        db.InvalidValueError,
      );
    }));

  test('a composite key inserts by {method}, updates and fetches', () =>
    withPeople(harness, async ({ Seat, db }) => {
      const seat = await new Seat({ hall: 3, chair: 'a', taken_by: 'Cyd' }).save(null, { method: 'insert' });
      expect([seat.id, seat.isNew()]).toEqual([[3, 'a'], false]);
      await new Seat({ hall: 1, chair: 'b', taken_by: 'Eve' }).save();
      expect(await db.knex('seats').orderBy(['hall', 'chair']).pluck('taken_by')).toEqual(['Ada', 'Eve', 'Bob', 'Cyd']);
    }));

  test('what the database fills in comes back', () =>
    withTown(harness, async ({ db }) => {
      await db.knex.schema.createTable('jobs', (table) => {
        table.increments('id');
        table.string('state').defaultTo('open');
        table.integer('tries').notNullable().defaultTo(3);
      });
      const Job = db.Model.extend({ tableName: 'jobs' });
      const job = await (await new Job({ tries: 1 }).save()).refresh();
      expect(job.toJSON()).toEqual({ id: job.id, state: 'open', tries: 1 });
      const fresh = await new Job({ tries: 2 }).save(null, { autoRefresh: true });
      expect(fresh.toJSON()).toEqual({ id: fresh.id, state: 'open', tries: 2 });
    }));

  test('a model without attributes inserts a row of defaults; undefined is left to the database', () =>
    withTown(harness, async ({ db }) => {
      await db.knex.schema.createTable('jobs', (table) => {
        table.increments('id');
        table.string('state').defaultTo('open');
      });
      const Job = db.Model.extend({ tableName: 'jobs' });
      const job = await new Job().save();
      const other = await new Job({ state: undefined }).save();
      const nothing = await new Job({ state: null }).save();
      expect(await db.knex('jobs').orderBy('id')).toEqual([
        { id: job.id, state: 'open' },
        { id: other.id, state: 'open' },
        { id: nothing.id, state: null },
      ]);
    }));

  test('an insert that fails leaves the model as it was', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = new Person({ name: 'Eve' });
      await expect(person.save({ name: 'Ada', age: 5 })).rejects.toBeInstanceOf(db.UniqueViolationError);
      expect([person.toJSON(), person.isNew(), person.changed]).toEqual([{ name: 'Eve' }, true, { name: 'Eve' }]);
      await person.save();
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd', 'Eve']);
    }));

  test('an attribute without a column is an error that names it, before anything is written', () =>
    withTown(harness, async ({ Person, db }) => {
      const saving = new Person({ name: 'Ada', nmae: 1 } as never).save();
      await expect(saving).rejects.toBeInstanceOf(db.UnknownColumnError);
      await expect(saving).rejects.toThrow("'nmae'");
      expect(await stored(db)).toEqual([]);
    }));

  test('a save that fails beside one that does not takes back its own alone', () =>
    withPeople(harness, async ({ Person }) => {
      const fresh = new Person({ name: 'Dee' });
      const both = await Promise.allSettled([fresh.save(), fresh.save()]);
      // Which of them is first is for the connections to say.
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect([fresh.isNew(), fresh.get('name'), fresh.changed]).toEqual([false, 'Dee', {}]);
      const bob = await new Person({ id: 2 }).fetch({ require: true });
      const refused = bob.save({ name: 'Ada' }).catch((error: unknown) => error);
      await Promise.all([refused, bob.save({ age: 21 }, { patch: true })]);
      expect([bob.get('name'), bob.get('age'), bob.changed]).toEqual(['Bob', 21, {}]);
      expect((await new Person({ id: 2 }).fetch())?.toJSON()).toMatchObject({ name: 'Bob', age: 21 });
    }));

  test('a column that is added later is found', () =>
    withPeople(harness, async ({ Person, db }) => {
      await new Person({ id: 1 }).fetch();
      await db.knex.schema.alterTable('people', (table) => table.string('nick'));
      await new Person({ id: 1, nick: 'A' } as never).save();
      expect((await new Person({ id: 1 }).fetch())?.get('nick' as never)).toBe('A');
    }));

  test('a column that is added later is decoded by its type in the first fetch, with a query and without', () =>
    withPeople(harness, async ({ Person, db }) => {
      const fetches = [() => new Person({ id: 1 }).fetch(), () => Person.where('id', 1).fetch()];
      for (const [i, fetch] of fetches.entries()) {
        await fetch();
        await db.knex.schema.alterTable('people', (table) => table.boolean(`late${i}`).defaultTo(true));
        // A list of columns shows no new one; a save that names it has the table looked at again.
        if (harness.listed === true) await new Person({ id: 1, [`late${i}`]: true }).save();
        expect((await fetch())?.get(`late${i}` as never)).toBe(true);
      }
    }));

  test('a column that is dropped later fails one call at most', () =>
    withPeople(harness, async ({ Person, db }) => {
      await db.knex.schema.alterTable('people', (table) => table.string('nick').defaultTo('none'));
      const person = await new Person({ name: 'Dee' }).save(null, { autoRefresh: true });
      expect(person.get('nick' as never)).toBe('none');
      await db.knex.schema.alterTable('people', (table) => table.dropColumn('nick'));
      // An INSERT that hands nothing back does not ask for the column.
      if (db.dialect.capabilities.returning)
        await expect(new Person({ name: 'Eve' }).save()).rejects.toBeInstanceOf(db.UnknownColumnError);
      await new Person({ name: 'Eve' }).save();
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd', 'Dee', 'Eve']);
    }));

  describe('defaults', () => {
    test('go into an insert, not into a new model, and not over what was set', () =>
      withTown(harness, async ({ Person, db }) => {
        class Guest extends Person {
          static override defaults = { name: 'nobody', age: 18, active: true };
        }
        const guest = new Guest({ active: null });
        expect(guest.toJSON()).toEqual({ active: null });
        await guest.save({ age: 20 });
        expect(guest.toJSON()).toMatchObject({ name: 'nobody', age: 20, active: null });
        expect(await db.knex('people').select('name', 'age', 'active')).toEqual([
          { name: 'nobody', age: 20, active: null },
        ]);
      }));

    test('may be a function, called for each insert with the model as this', () =>
      withTown(harness, async ({ db }) => {
        let calls = 0;
        const Guest = db.Model.extend({
          tableName: 'people',
          defaults(this: { get(name: string): unknown }) {
            calls++;
            return { name: `guest of ${String(this.get('age'))}` };
          },
        });
        const guest = new Guest({ age: 5 });
        expect(calls).toBe(0);
        await guest.save();
        await new Guest({ age: 6 }).save();
        expect([calls, await stored(db)]).toEqual([2, ['guest of 5', 'guest of 6']]);
      }));

    test('stay out of an update, unless {defaults: true}', () =>
      withPeople(harness, async ({ db, Person }) => {
        class Guest extends Person {
          static override defaults = { age: 18, active: false };
        }
        await new Guest({ id: 1, name: 'Eve' }).save();
        expect((await stored(db, 'age'))[0]).toBe(36);
        await new Guest({ id: 1, name: 'Zoe' }).save({ active: true }, { defaults: true });
        const row = await new Person({ id: 1 }).fetch();
        expect(row?.toJSON()).toMatchObject({ name: 'Zoe', age: 18, active: true });
      }));

    test('an object among them is each model’s own', () =>
      withTown(harness, async ({ Person }) => {
        class Guest extends Person {
          static override defaults = { notes: { list: [] as number[] } };
        }
        const one = await new Guest({ name: 'a' }).save();
        (one.get('notes') as { list: number[] }).list.push(1);
        await one.save();
        const two = await new Guest({ name: 'b' }).save();
        expect(two.get('notes')).toEqual({ list: [] });
      }));
  });

  test('saves that run side by side do not mix', () =>
    withTown(harness, async ({ Person, db }) => {
      const people = await Promise.all(
        Array.from({ length: 20 }, (_, i) => new Person({ name: `p${i}`, age: i }).save()),
      );
      const rows = await db.knex<PersonRow>('people').orderBy('age').select('id', 'age');
      expect(people.map((person) => [person.id, person.get('age')])).toEqual(rows.map(({ id, age }) => [id, age]));
    }));

  test('a save without changes sends nothing', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      expect(await statementsOf(db, async () => expect(await person.save()).toBe(person))).toEqual([]);
    }));
}
