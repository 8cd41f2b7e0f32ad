import type { Knex } from 'knex';
import { statementsOf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { withPeople } from './people.js';

/** `save`: SQL as a value, `knex.raw(…)`, `knex.fn.now()`, a query. */
export function expressionsSuite(harness: Harness): void {
  test('an update takes SQL, binds what it binds, and reads what has come of it', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      await person.save({ age: db.knex.raw('?? + ?', ['age', 2]), seen_at: db.knex.fn.now() } as never, {
        patch: true,
      });
      expect(person.get('age')).toBe(38);
      expect(person.get('seen_at')).toBeInstanceOf(Date);
      expect(person.hasChanged()).toBe(false);
      person.set({ age: db.knex.raw('age - 1'), active: false } as never);
      await person.save();
      expect(person.toJSON()).toMatchObject({ id: 1, name: 'Ada', age: 37, active: false });
      expect(await db.knex('people').orderBy('id').pluck('age')).toEqual([37, 20, null]);
    }));

  test('so does an insert, beside values, and so do those of a collection', () =>
    withPeople(harness, async ({ Person, db }) => {
      // MySQL does not read the table that it writes to.
      const chairs = db.knex('seats').count('chair');
      const row = { name: db.knex.raw('upper(?)', ['dee?']), age: chairs, active: true };
      const inserted = await new Person().save(row);
      expect(inserted.toJSON()).toMatchObject({ id: 4, name: 'DEE?', age: 3, active: true });
      await Person.collection([
        { name: 'Eve', age: 1 },
        { name: 'Fay', age: db.knex.raw('1 + 1') },
        { name: 'Gil', age: 3 },
      ] as never).saveAll();
      expect(await db.knex('people').where('id', '>', 4).orderBy('id').select('name', 'age')).toEqual([
        { name: 'Eve', age: 1 },
        { name: 'Fay', age: 2 },
        { name: 'Gil', age: 3 },
      ]);
    }));

  test('rows that a condition chooses are written, and what they hold then is not known to the model', () =>
    withPeople(harness, async ({ Person, db }) => {
      const update = { age: db.knex.raw('age * 2'), active: false };
      const model = await Person.where('age', '>', 0).save(update, { patch: true, method: 'update' });
      expect(model.toJSON()).toEqual({ active: false });
      expect(await db.knex('people').orderBy('id').pluck('age')).toEqual([72, 40, null]);
      const one = await new Person({ id: 2 }).fetch({ require: true });
      await one.save({ age: db.knex.raw('age + 1') }, { patch: true, autoRefresh: false });
      expect([one.has('age'), one.hasChanged()]).toEqual([false, false]);
    }));

  test('nothing else of the model is read again: what was changed stays changed, also meanwhile', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true, columns: ['id', 'name'] });
      person.set('name', 'Eve');
      await person.save({ age: db.knex.raw('age + 1') }, { patch: true });
      expect([person.toJSON(), person.changed]).toEqual([{ id: 1, name: 'Eve', age: 37 }, { name: 'Eve' }]);
      const saving = person.save({ age: db.knex.raw('age + 1') }, { patch: true });
      person.set('active', false);
      await saving;
      expect(person.changed).toEqual({ name: 'Eve', active: false });
      const inserting = new Person().save({ name: db.knex.raw('upper(?)', ['dee']), age: db.knex.raw('1 + 1') });
      await expect(inserting).resolves.toMatchObject({ attributes: { age: 2 } });
    }));

  test('a key is known afterwards, or takes no SQL', () =>
    withPeople(harness, async ({ Person, db }) => {
      const inserting = new Person({ name: 'Dee' }).save({ id: db.knex.raw('100 + 1') }, { method: 'insert' });
      if (db.dialect.capabilities.returning) expect((await inserting).id).toBe(101);
      else expect(await rejectionOf(inserting)).toBeInstanceOf(db.InvalidValueError);
      const person = await new Person({ id: 1 }).fetch({ require: true });
      expect(await rejectionOf(person.save({ id: db.knex.raw('id + 1') }))).toBeInstanceOf(db.InvalidValueError);
      expect(person.id).toBe(1);
    }));

  test('data that looks like SQL of knex’s is data', () =>
    withPeople(harness, async ({ Person }) => {
      const notes = { isRawInstance: true, sql: 'drop table people', bindings: [], _statements: [] };
      await new Person({ name: 'Dee', notes }).save();
      expect((await new Person({ name: 'Dee' }).fetch())?.get('notes')).toEqual(notes);
    }));

  test('in handlers it is the SQL before, and the value after', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      const seen: unknown[] = [];
      person.on('saving', (_model, attributes) => void seen.push((attributes.age as unknown as Knex.Raw).toQuery()));
      person.on('saved', (model) => void seen.push(model.get('age'), model.changed, model.previous('age')));
      await person.save({ age: db.knex.raw('age + 1') });
      expect(seen).toEqual(['age + 1', 37, { age: 37 }, 36]);
    }));

  test('what cannot be is refused, and the model is as it was', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      for (const [attributes, error] of [
        [{ nothing: db.knex.raw('1') }, db.UnknownColumnError],
        [{ age: db.knex.raw('?', [undefined as never]) }, db.UndefinedBindingError],
      ] as const) {
        const statements = await statementsOf(db, async () =>
          expect(await rejectionOf(person.save(attributes as never))).toBeInstanceOf(error),
        );
        expect(statements).toEqual([]);
      }
      expect(await rejectionOf(person.save({ age: db.knex.raw('no such sql') }))).toBeInstanceOf(db.ShelfError);
      expect([person.get('age'), person.hasChanged()]).toEqual([36, false]);
      const upsert = Person.upsert({ name: 'Ada', age: db.knex.raw('1') } as never, { conflict: 'name' });
      expect(await rejectionOf(upsert)).toBeInstanceOf(db.InvalidValueError);
    }));
}
