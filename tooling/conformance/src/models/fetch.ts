import { statementsOf, withShelf, type Harness } from '../harness.js';
import { faultOf } from '../settling.js';
import { withPeople, withTown, type Person, type Town } from './people.js';

/** `fetch`, `fetchAll` and `refresh`. */
export function fetchSuite(harness: Harness): void {
  test('a key too large for its column is that of no row', () =>
    withPeople(harness, async ({ Person }) => {
      expect(await new Person({ id: 3_000_000_000 }).fetch()).toBeNull();
      expect(await Person.where({ age: 3_000_000_000 }).count()).toBe(0);
    }));

  test('the attributes that are set find the row, and the model itself is resolved to', () =>
    withPeople(harness, async ({ Person }) => {
      const person = new Person({ name: 'Bob', active: false });
      expect(await person.fetch()).toBe(person);
      expect(person.toJSON()).toMatchObject({ id: 2, name: 'Bob', age: 20, active: false });
      expect([person.isNew(), person.hasChanged()]).toEqual([false, false]);
      expect(await new Person({ name: 'Bob', active: true }).fetch()).toBeNull();
    }));

  test('null finds null', () =>
    withPeople(harness, async ({ Person }) => {
      expect((await new Person({ age: null }).fetch({ require: true })).get('name')).toBe('Cyd');
      expect(await new Person({ active: null }).fetch()).toBeNull();
    }));

  test('one statement fetches one row, of several that match the first in order', () =>
    withPeople(harness, async ({ Person, db }) => {
      const statements = await statementsOf(db, async () => {
        const person = await new Person({ active: true }).orderBy('-id').fetch({ require: true });
        expect(person.id).toBe(3);
      });
      expect(statements.filter((sql) => /from.+people/i.test(sql))).toHaveLength(1);
    }));

  test('no row resolves to null; {require} rejects with NotFoundError of that class', () =>
    withPeople(harness, async ({ Person, db }) => {
      class Seat extends db.Model {
        static override tableName = 'seats';
      }
      expect(await new Person({ id: 99 }).fetch()).toBeNull();
      const error: unknown = await new Person({ id: 99 }).fetch({ require: true }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(db.NotFoundError);
      expect(error).toBeInstanceOf(Person.NotFoundError);
      expect(error).not.toBeInstanceOf(Seat.NotFoundError);
      expect(error).toMatchObject({ code: 'NOT_FOUND', model: 'Person', table: 'people' });
    }));

  test('requireFetch of the shelf, overruled by the class, overruled by the call', () =>
    withPeople(
      harness,
      async ({ Person, db }) => {
        class Lax extends Person {
          static override requireFetch = false;
        }
        const lax = db.Model.extend({ tableName: 'people', requireFetch: false });
        await expect(new Person({ id: 99 }).fetch()).rejects.toBeInstanceOf(db.NotFoundError);
        expect(await new Person({ id: 99 }).fetch({ require: false })).toBeNull();
        expect(await new Lax({ id: 99 }).fetch()).toBeNull();
        expect(await new lax({ id: 99 }).fetch()).toBeNull();
        await expect(new Lax({ id: 99 }).fetch({ require: true })).rejects.toBeInstanceOf(Lax.NotFoundError);
      },
      { requireFetch: true },
    ));

  test('requireFetch of a class alone', () =>
    withPeople(harness, async ({ Person }) => {
      class Strict extends Person {
        static override requireFetch = true;
      }
      await expect(new Strict({ id: 99 }).fetch()).rejects.toBeInstanceOf(Strict.NotFoundError);
      expect(await new Person({ id: 99 }).fetch()).toBeNull();
    }));

  test('columns limits what is read, as a list or as one name', () =>
    withPeople(harness, async ({ Person, db }) => {
      expect((await new Person({ id: 1 }).fetch({ require: true, columns: ['id', 'active'] })).toJSON()).toEqual({
        id: 1,
        active: true,
      });
      expect((await Person.where({ id: 1 }).fetch({ require: true, columns: 'name' })).toJSON()).toEqual({
        name: 'Ada',
      });
      expect((await Person.where({ id: 1 }).fetch({ require: true, columns: ['age as years'] })).attributes).toEqual({
        years: 36,
      });
      expect(
        (await Person.where({ id: 1 }).fetch({ require: true, columns: [db.knex.raw('1 + 1 as two')] })).attributes,
      ).toEqual({ two: 2 });
      expect((await Person.query('column', ['id', 'active']).fetchAll()).at(1)!.toJSON()).toEqual({
        id: 2,
        active: false,
      });
    }));

  test('a key of 0 finds its row', () =>
    withPeople(harness, async ({ Seat, db }) => {
      await db.knex('seats').insert({ hall: 0, chair: '', taken_by: 'Eve' });
      expect((await new Seat({ hall: 0, chair: '' }).fetch({ require: true })).get('taken_by')).toBe('Eve');
    }));

  test('a composite key finds its row', () =>
    withPeople(harness, async ({ Seat }) => {
      const seat = await new Seat({ hall: 2, chair: 'a' }).fetch({ require: true });
      expect([seat.id, seat.get('taken_by')]).toEqual([[2, 'a'], 'Bob']);
      const row = new Seat();
      row.id = [1, 'b'] as never;
      expect((await row.fetch({ require: true })).get('taken_by')).toBeNull();
    }));

  test('a query narrows a fetch, once', () =>
    withPeople(harness, async ({ Person }) => {
      const person = new Person().query('where', 'age', '<', 30);
      expect((await person.fetch({ require: true })).get('name')).toBe('Bob');
      expect((await new Person().set('active', true).where('age', '>', 30).fetch({ require: true })).id).toBe(1);
      const again = new Person({ id: 1 }).query('where', 'age', 999);
      expect(await again.fetch()).toBeNull();
      expect(await again.fetch()).not.toBeNull();
    }));

  test('attributes are qualified with the table: a joined table may have the same columns', () =>
    withPeople(harness, async ({ Person, db }) => {
      await db.knex.schema.createTable('pets', (table) => {
        table.integer('id').primary();
        table.integer('person_id');
        table.string('name');
      });
      await db.knex('pets').insert({ id: 50, person_id: 2, name: 'Rex' });
      const person = await new Person({ name: 'Bob' })
        .query('innerJoin', 'pets', 'pets.person_id', 'people.id')
        .fetch({ require: true });
      expect([person.id, person.get('name')]).toEqual([2, 'Bob']);
      const all = await Person.query('innerJoin', 'pets', 'pets.person_id', 'people.id')
        .orderBy('-name')
        .orderBy()
        .fetchAll();
      expect(all.map((each) => [each.id, each.get('name')])).toEqual([[2, 'Bob']]);
    }));

  // regression 10
  test('columns of a joined table that the caller selects come beside the model’s own', () =>
    withPeople(harness, async ({ Person, Seat }) => {
      const guests = await Person.query((builder) => {
        void builder
          .join('seats', 'seats.taken_by', 'people.name')
          .select('people.*', 'seats.chair as chair', 'seats.hall');
      })
        .orderBy('id')
        .fetchAll();
      expect(guests.map((guest) => guest.pick('id', 'name', 'active', 'chair' as never, 'hall' as never))).toEqual([
        { id: 1, name: 'Ada', active: true, chair: 'a', hall: 1 },
        { id: 2, name: 'Bob', active: false, chair: 'a', hall: 2 },
      ]);
      const seat = await Seat.query('join', 'people', 'people.name', 'seats.taken_by')
        .query('where', 'people.id', 2)
        .fetch();
      expect(seat?.id).toEqual([2, 'a']);
    }));

  test('{debug} prints the query of that call alone', () =>
    withPeople(harness, async ({ Person }) => {
      await Person.count();
      const print = jest.spyOn(console, 'debug').mockImplementation(() => undefined);
      try {
        await new Person({ name: 'Ada' }).fetch({ debug: true });
        expect(print.mock.calls).toEqual([[expect.stringMatching(/select.*people.*Ada/s)]]);
        await new Person({ name: 'Ada' }).fetch();
        expect(print).toHaveBeenCalledTimes(1);
      } finally {
        print.mockRestore();
      }
    }));

  test('a JSON attribute is no constraint: an error that says so; refresh goes by the key', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = new Person({ id: 1, notes: { tags: [] } });
      const statements = await statementsOf(db, async () => {
        await expect(person.fetch()).rejects.toMatchObject({
          code: 'INVALID_VALUE',
          message: expect.stringContaining('notes') as unknown,
        });
      });
      expect(statements.filter((sql) => /from.+people/i.test(sql))).toEqual([]);
      expect(await person.refresh()).toBe(person);
      expect([person.get('notes'), person.hasChanged()]).toEqual([{ tags: ['maths'] }, false]);
    }));

  describe('a model that stands for a row of which it knows nothing does not become some other one', () => {
    const lost: Record<string, (town: Town) => Promise<Person>> = {
      'a model of nothing': async ({ Person }) => new Person(),
      'one that is only ordered': async ({ Person }) => Person.orderBy('-id'),
      'a cleared one': async ({ Person }) => (await new Person({ id: 2 }).fetch({ require: true })).clear(),
      'a deleted one': async ({ Person }) => (await new Person({ id: 2 }).fetch({ require: true })).destroy(),
      'one deleted by a condition': async ({ Person }) => Person.where('id', 2).destroy(),
    };

    test.each(Object.entries(lost))('%s', (name, lose) =>
      withPeople(harness, async (town) => {
        const { db } = town;
        const person = await lose(town);
        const tries = name.includes('of nothing') || name.includes('ordered') ? ['refresh'] : ['refresh', 'fetch'];
        for (const verb of tries as ('refresh' | 'fetch')[]) {
          const statements = await statementsOf(db, async () => {
            await expect(person[verb]({ require: false })).rejects.toBeInstanceOf(db.UndefinedBindingError);
          });
          expect([verb, statements, person.isNew()]).toEqual([verb, [], true]);
        }
      }),
    );

    test('a where clause leads to one, and so does what is set', () =>
      withPeople(harness, async ({ Person }) => {
        expect((await Person.where('name', 'Bob').refresh())?.id).toBe(2);
        const person = await new Person({ id: 2 }).fetch({ require: true });
        await person.destroy();
        expect((await person.where('name', 'Cyd').fetch())?.id).toBe(3);
        await person.destroy();
        expect((await person.set({ name: 'Ada' }).refresh())?.id).toBe(1);
        expect((await new Person().fetch())?.id).toBe(1);
      }));

    test('nor does one that has updated rows of a condition, with autoRefresh', () =>
      withPeople(harness, async ({ Person, db }) => {
        const many = Person.where('id', 3);
        await many.save({ active: true }, { method: 'update', patch: true, autoRefresh: true });
        expect([many.id, many.attributes]).toEqual([undefined, { active: true }]);
        await expect(many.save({ name: 'x' }, { patch: true })).rejects.toBeInstanceOf(db.UndefinedBindingError);
        expect(await db.knex('people').orderBy('id').pluck('name')).toEqual(['Ada', 'Bob', 'Cyd']);
      }));
  });

  test('refresh reads the row again, by the key alone', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true });
      await db.knex('people').where({ id: 2 }).update({ name: 'Rob' });
      person.set('age', 99);
      await person.refresh();
      expect([person.get('name'), person.get('age'), person.hasChanged()]).toEqual(['Rob', 20, false]);
      await db.knex('people').where({ id: 2 }).delete();
      await expect(person.refresh()).rejects.toBeInstanceOf(Person.NotFoundError);
      expect(await person.refresh({ require: false })).toBeNull();
    }));

  test('an attribute without a column is an error that names it', () =>
    withPeople(harness, async ({ Person, db }) => {
      const fetching = new Person({ nmae: 'Ada' } as never).fetch();
      await expect(fetching).rejects.toBeInstanceOf(db.UnknownColumnError);
      await expect(fetching).rejects.toThrow("'nmae'");
    }));

  test('fetchAll reads what the query selects, from an instance and from the class', () =>
    withPeople(harness, async ({ Person, db }) => {
      const all = await Person.fetchAll();
      expect(all).toBeInstanceOf(db.Collection);
      expect(all.map((person) => person.get('name')).sort()).toEqual(['Ada', 'Bob', 'Cyd']);
      for (const person of all)
        expect([person instanceof Person, person.isNew(), person.hasChanged()]).toEqual([true, false, false]);
      const active = await new Person()
        .where({ active: true })
        .orderBy('name', 'desc')
        .fetchAll({ columns: ['name'] });
      expect(active.toJSON()).toEqual([{ name: 'Cyd' }, { name: 'Ada' }]);
      expect((await Person.where('age', '>', 1000).fetchAll()).length).toBe(0);
      await expect(Person.where('age', '>', 1000).fetchAll({ require: true })).rejects.toBeInstanceOf(db.EmptyError);
    }));

  test('fetchAll of an instance with another table reads that', () =>
    withPeople(harness, async ({ db }) => {
      const all = await db.Model.forge({}, { tableName: 'seats' }).orderBy('hall').fetchAll();
      expect(all.map((model) => model.get('hall'))).toEqual([1, 1, 2]);
    }));

  test('calls take a transaction and a lock', () =>
    withPeople(harness, async ({ Person, db }) => {
      await db.transaction(async (transacting) => {
        await new Person({ name: 'Dee' }).save(null, { transacting });
        expect(await new Person({ name: 'Dee' }).fetch({ transacting, lock: 'forUpdate' })).not.toBeNull();
        expect((await Person.fetchAll({ transacting, lock: 'forShare' })).length).toBe(4);
        expect(await Person.count('*', { transacting })).toBe(4);
      });
    }));

  test('a model that has no table says so', () =>
    withShelf(harness, async (db) => {
      class Nowhere extends db.Model {}
      await expect(new Nowhere({ id: 1 }).fetch()).rejects.toThrow(/Nowhere.*tableName|tableName.*Nowhere/);
    }));

  test('a table that is not there is an error', () =>
    withTown(harness, async ({ db }) => {
      const model = db.Model.forge({ id: 1 }, { tableName: 'nobody' });
      const error = await faultOf(model.fetch());
      expect([error.code, error.table, error.message]).toEqual([
        'UNKNOWN_TABLE',
        'nobody',
        expect.stringContaining('nobody'),
      ]);
      expect(error.cause).toBeDefined();
    }));
}
