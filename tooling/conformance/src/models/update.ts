import { statementsOf, type Harness } from '../harness.js';
import { stored, withPeople } from './people.js';

/** `save`: updates. */
export function updateSuite(harness: Harness): void {
  test('only what changed is written: another writer’s column survives', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      await db.knex('people').where({ id: 1 }).update({ name: 'Eve' });
      await person.save({ age: 37, active: true });
      expect(await db.knex('people').where({ id: 1 }).first('name', 'age')).toEqual({ name: 'Eve', age: 37 });
    }));

  test('on a model never synced everything set is written', () =>
    withPeople(harness, async ({ Person, db }) => {
      await new Person({ id: 2, name: 'Rob', active: true }).save({ age: 21 });
      const row = await new Person({ id: 2 }).fetch();
      expect(row?.toJSON()).toMatchObject({ id: 2, name: 'Rob', age: 21, active: true });
      expect(await stored(db)).toEqual(['Ada', 'Rob', 'Cyd']);
    }));

  test('a row whose values are the same already counts as updated', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = new Person({ id: 1, name: 'Ada' });
      expect(await statementsOf(db, async () => expect(await person.save()).toBe(person))).toContainEqual(
        expect.stringMatching(/^update/i),
      );
    }));

  test('no row is NoRowsUpdatedError of that class, and the model stays as it was; {require: false} lets it pass', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = new Person({ id: 99, name: 'x' });
      const error: unknown = await person.save({ age: 1 }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(db.NoRowsUpdatedError);
      expect(error).toBeInstanceOf(Person.NoRowsUpdatedError);
      expect(error).toMatchObject({ code: 'NO_ROWS_UPDATED', table: 'people' });
      expect([person.toJSON(), person.hasChanged()]).toEqual([{ id: 99, name: 'x' }, true]);
      expect(await person.save(null, { require: false })).toBe(person);
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd']);
    }));

  test('neither key nor where rejects before any SQL', () =>
    withPeople(harness, async ({ Person, Seat, db }) => {
      const attempts = [
        () => new Person({ name: 'x' }).save(null, { method: 'update' }),
        () => new Person().save({ name: 'x' }, { patch: true }),
        () => new Person({ id: undefined, name: 'x' } as never).save(null, { method: 'update' }),
        () => new Person({ id: null, name: 'x' } as never).save(null, { method: 'update' }),
        () => new Seat({ hall: 1, taken_by: 'x' }).save(null, { method: 'update' }),
        () => new Person().save(null, { method: 'update' }),
        () => new Person().save({}, { patch: true }),
        () => new Person({ name: 'x' }).where(() => undefined).save(null, { method: 'update' }),
        () =>
          new Person({ name: 'x' }).query((qb) => void qb.whereNot(() => undefined)).save(null, { method: 'update' }),
      ];
      for (const attempt of attempts) {
        const statements = await statementsOf(db, async () =>
          expect(attempt()).rejects.toBeInstanceOf(db.UndefinedBindingError),
        );
        expect(statements.filter((sql) => /^update/i.test(sql))).toEqual([]);
      }
      expect([await stored(db), await db.knex('seats').where({ taken_by: 'x' })]).toEqual([['Ada', 'Bob', 'Cyd'], []]);
    }));

  test('{all: true} means every row', () =>
    withPeople(harness, async ({ Person, db }) => {
      await new Person({ age: 1 }).save(null, { method: 'update', all: true });
      expect(await stored(db, 'age')).toEqual([1, 1, 1]);
    }));

  test('where narrows an update, with a key and without', () =>
    withPeople(harness, async ({ Person, db }) => {
      await Person.where({ active: true }).save({ age: 7 }, { method: 'update' });
      expect(await stored(db, 'age')).toEqual([7, 20, 7]);
      await expect(new Person({ id: 2 }).where({ active: true }).save({ age: 8 })).rejects.toBeInstanceOf(
        db.NoRowsUpdatedError,
      );
      await new Person({ id: 2 }).where('active', false).save({ age: 9 });
      expect(await stored(db, 'age')).toEqual([7, 9, 7]);
    }));

  test('the values of an update through a query are encoded as any are', () =>
    withPeople(harness, async ({ Person }) => {
      const values = { notes: ['?', { a: 1 }], active: false, seen_at: new Date(1234), photo: Buffer.from('x') };
      await Person.where('name', 'in', ['Ada', 'Cyd']).where('age', '>', 1).save(values, { method: 'update' });
      expect((await new Person({ id: 1 }).fetch())?.toJSON()).toMatchObject(values);
    }));

  test('a changed key finds its row by the old one', () =>
    withPeople(harness, async ({ Person, Seat, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      await person.save({ id: 50 });
      expect([person.id, await stored(db, 'id')]).toEqual([50, [2, 3, 50]]);
      const seat = await new Seat({ hall: 1, chair: 'a' }).fetch({ require: true });
      await seat.save({ chair: 'z' });
      expect(await db.knex('seats').where({ taken_by: 'Ada' })).toEqual([{ hall: 1, chair: 'z', taken_by: 'Ada' }]);
    }));

  test('an attribute that was unset is left alone, null is written', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      await person.unset('age').save({ active: null });
      const row = await new Person({ id: 1 }).fetch({ require: true });
      expect([row.get('age'), row.get('active')]).toEqual([36, null]);
      expect(await stored(db, 'active')).toEqual([null, expect.anything(), expect.anything()]);
    }));

  test('{patch} writes the given attributes only, and sets them', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = new Person({ id: 1, name: 'Eve', age: 5 });
      expect(await person.save({ age: 6 }, { patch: true })).toBe(person);
      expect(person.get('age')).toBe(6);
      expect(await db.knex('people').where({ id: 1 }).first('name', 'age')).toEqual({ name: 'Ada', age: 6 });
    }));

  test('after a {patch} what was not given is still to be saved', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      person.set('name', 'Eve');
      await person.save('age', 6, { patch: true });
      expect(person.changed).toEqual({ name: 'Eve' });
      expect((await stored(db))[0]).toBe('Ada');
      await person.save();
      expect((await stored(db))[0]).toBe('Eve');
    }));

  test('{patch} is always an update', () =>
    withPeople(harness, async ({ Person, db }) => {
      await expect(new Person({ id: 9 }).save({ name: 'x' }, { patch: true, method: 'insert' })).rejects.toBeInstanceOf(
        db.InvalidValueError,
      );
      await Person.where({ id: 3 }).save({ name: 'Cid' }, { patch: true });
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cid']);
    }));

  test('what a saving handler sets is written, by set and through the hash', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true });
      person.on('saving', (model, attributes) => {
        model.set('age', 55);
        (attributes as { active: boolean }).active = true;
      });
      await person.save({ name: 'Rob' });
      await person.save({ name: 'Bo' }, { patch: true });
      const row = await new Person({ id: 2 }).fetch();
      expect(row?.toJSON()).toMatchObject({ name: 'Bo', age: 55, active: true });
      expect(await stored(db)).toEqual(['Ada', 'Bo', 'Cyd']);
    }));

  test('a saving handler narrows the update by options.query', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true });
      person.on('saving', (_model, _attributes, options) => void options.query.where('age', '>', 100));
      await expect(person.save({ name: 'x' })).rejects.toBeInstanceOf(db.NoRowsUpdatedError);
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd']);
    }));

  test('an update that fails leaves the model as it was', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true });
      person.set('age', 1);
      await expect(person.save({ name: 'Ada' })).rejects.toBeInstanceOf(db.UniqueViolationError);
      expect([person.get('name'), person.changed, person.previous('age')]).toEqual(['Bob', { age: 1 }, 20]);
    }));

  test('{autoRefresh} reads the row again after an update', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true });
      await db.knex('people').where({ id: 2 }).update({ age: 99 });
      await person.save({ name: 'Rob' }, { autoRefresh: true });
      expect([person.get('age'), person.get('name'), person.hasChanged()]).toEqual([99, 'Rob', false]);
    }));

  test('{autoRefresh} fires no fetched, as no fetch does that is silent', () =>
    withPeople(harness, async ({ Person }) => {
      const person = new Person({ name: 'Dot' });
      const fired: string[] = [];
      person.on('all', (event) => fired.push(event));
      await person.save(null, { autoRefresh: true });
      await person.save({ age: 1 }, { autoRefresh: true });
      expect(fired.filter((event) => event === 'fetched')).toEqual([]);
      expect(fired).toContain('updated');
      await person.refresh({ silent: true });
      await person.fetch({ silent: true });
      const people = Person.collection();
      people.on('fetched', () => fired.push('fetched'));
      await people.fetch({ silent: true });
      expect(fired).not.toContain('fetched');
      await people.fetch();
      await person.refresh();
      expect(fired.filter((event) => event === 'fetched')).toHaveLength(2);
    }));
}
