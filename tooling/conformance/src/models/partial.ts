import type { Harness } from '../harness.js';
import { withPeople } from './people.js';

/** Models of which only some columns are known. */
export function partialSuite(harness: Harness): void {
  // regression 16
  test('a model that was read in part writes back that part', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true, columns: ['id', 'name'] });
      await person.save({ name: 'Eve' });
      expect(await db.knex('people').where({ id: 1 }).first('name', 'age')).toEqual({ name: 'Eve', age: 36 });
    }));

  test('what a refresh of some columns leaves out is as changed as it was', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      (person.get('notes') as { tags: string[] }).tags.push('x');
      await person.set('age', 37).refresh({ columns: ['id', 'name'] });
      expect([person.get('age'), person.changed]).toEqual([37, { age: 37, notes: { tags: ['maths', 'x'] } }]);
      expect([person.previous('age'), person.previous('active')]).toEqual([36, true]);
      await person.save();
      expect(await db.knex('people').where({ id: 1 }).first('name', 'age')).toEqual({ name: 'Ada', age: 37 });
      const other = await new Person({ id: 2, name: 'Rob', age: 5 }).refresh({ columns: ['id', 'age'] });
      expect([other.toJSON(), other.changed]).toEqual([{ id: 2, name: 'Rob', age: 20 }, { name: 'Rob' }]);
      await other.save();
      expect(await db.knex('people').where({ id: 2 }).first('name', 'age')).toEqual({ name: 'Rob', age: 20 });
    }));

  test('a refresh of a model without a key goes by all of its attributes', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ name: 'Bob', age: 20 }).refresh();
      expect([person.id, person.hasChanged()]).toEqual([2, false]);
      expect(await new Person({ name: 'Bob', age: 21 }).refresh({ require: false })).toBeNull();
    }));

  test('what a row was found by is stored, though it was not read', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ name: 'Bob', active: false }).fetch({ require: true, columns: ['id'] });
      expect([person.toJSON(), person.hasChanged(), person.previous('name')]).toEqual([
        { id: 2, name: 'Bob', active: false },
        false,
        'Bob',
      ]);
    }));

  test('a value that was not read can be set, and is written', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true, columns: ['id'] });
      await person.save({ age: 36 });
      await person.save({ name: 'Eve' });
      expect([person.hasChanged(), await db.knex('people').where({ id: 1 }).first('name', 'age')]).toEqual([
        false,
        { name: 'Eve', age: 36 },
      ]);
    }));

  test('a model that was read without its key is new', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await Person.where({ id: 1 }).fetch({ require: true, columns: ['name'] });
      expect([person.isNew(), person.id]).toEqual([true, undefined]);
      await expect(person.save({ age: 1 }, { method: 'update' })).rejects.toMatchObject({ code: 'UNDEFINED_BINDING' });
    }));
}
