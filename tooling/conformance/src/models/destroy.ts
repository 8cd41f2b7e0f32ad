import { statementsOf, type Harness } from '../harness.js';
import { stored, withPeople } from './people.js';

/** `destroy`. */
export function destroySuite(harness: Harness): void {
  test('deletes the row by the key, and clears the model', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true });
      expect(await person.destroy()).toBe(person);
      expect([person.attributes, person.id, person.isNew()]).toEqual([{}, undefined, true]);
      expect(await stored(db)).toEqual(['Ada', 'Cyd']);
    }));

  test('the key alone constrains, as it was when last synced', () =>
    withPeople(harness, async ({ Person, Seat, db }) => {
      await new Person({ id: 1, name: 'not Ada' }).destroy({ require: true });
      const person = await new Person({ id: 2 }).fetch({ require: true });
      await person.set('id', 3).destroy({ require: true });
      expect(await stored(db)).toEqual(['Cyd']);
      await new Seat({ hall: 1, chair: 'a' }).destroy({ require: true });
      expect(await db.knex('seats').orderBy('hall').select('hall', 'chair')).toEqual([
        { hall: 1, chair: 'b' },
        { hall: 2, chair: 'a' },
      ]);
    }));

  test('no row resolves, unless {require}: NoRowsDeletedError of that class, and the model stays', () =>
    withPeople(harness, async ({ Person, db }) => {
      const gone = new Person({ id: 99 });
      const error: unknown = await gone.destroy({ require: true }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(db.NoRowsDeletedError);
      expect(error).toBeInstanceOf(Person.NoRowsDeletedError);
      expect(error).toMatchObject({ code: 'NO_ROWS_DELETED', table: 'people' });
      expect(gone.id).toBe(99);
      expect(await gone.destroy()).toBe(gone);
    }));

  test('neither key nor where rejects before any SQL, whatever else is set', () =>
    withPeople(harness, async ({ Person, Seat, db }) => {
      const attempts = [
        () => new Person({ name: 'Ada' }).destroy(),
        () => new Person().destroy(),
        () => new Person({ id: undefined } as never).destroy(),
        () => new Person({ id: null } as never).destroy(),
        () => new Seat({ hall: 1 }).destroy(),
        () => new Seat({ hall: 1, chair: undefined } as never).destroy(),
        () => Person.where(() => undefined).destroy(),
        () => Person.query((qb) => void qb.where((inner) => void inner.where({}))).destroy(),
      ];
      for (const attempt of attempts) {
        const statements = await statementsOf(db, async () =>
          expect(attempt()).rejects.toBeInstanceOf(db.UndefinedBindingError),
        );
        expect(statements.filter((sql) => /^delete/i.test(sql))).toEqual([]);
      }
      expect([(await stored(db)).length, (await db.knex('seats')).length]).toEqual([3, 3]);
    }));

  test('where narrows, with a key and without; {all: true} means every row', () =>
    withPeople(harness, async ({ Person, Seat, db }) => {
      await new Person({ id: 1 }).where({ active: false }).destroy();
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd']);
      await Person.where({ active: true }).destroy({ require: true });
      expect(await stored(db)).toEqual(['Bob']);
      await new Seat().destroy({ all: true });
      expect(await db.knex('seats')).toEqual([]);
    }));

  test('runs in a transaction', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      const undone = db.transaction(async (transacting) => {
        await person.destroy({ transacting });
        throw new Error('undo');
      });
      await expect(undone).rejects.toThrow('undo');
      expect([await stored(db), person.id, person.get('name')]).toEqual([['Ada', 'Bob', 'Cyd'], 1, 'Ada']);
    }));

  test('a destroying handler that throws keeps row and model', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      person.on('destroying', () => Promise.reject(new Error('no')));
      await expect(person.destroy()).rejects.toThrow('no');
      expect([(await stored(db)).length, person.get('name')]).toEqual([3, 'Ada']);
    }));

  test('a destroyed model can be saved as a new one', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 3 }).fetch({ require: true });
      await person.destroy();
      await person.save({ name: 'Cyd again' });
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd again']);
    }));
}
