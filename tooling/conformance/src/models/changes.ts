import { statementsOf, type Harness } from '../harness.js';
import { stored, withPeople, withTown, type Person } from './people.js';

/** What changed since the last sync, and how it is seen. */
export function changesSuite(harness: Harness): void {
  test('on a model never synced every attribute counts as changed, and none has a previous value', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada', age: undefined } as never);
      expect([person.hasChanged(), person.hasChanged('name'), person.hasChanged('active')]).toEqual([
        true,
        true,
        false,
      ]);
      expect([person.changed, person.previous('name'), person.previousAttributes()]).toEqual([
        { name: 'Ada', age: undefined },
        undefined,
        {},
      ]);
      expect(new Person().hasChanged()).toBe(false);
    }));

  test('on a fetched model changed, hasChanged and previous compare with the row', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      expect([person.hasChanged(), person.changed, person.previous('age')]).toEqual([false, {}, 36]);
      const before = person.previousAttributes();
      person.set({ age: 37, name: 'Ada' });
      expect([person.hasChanged(), person.hasChanged('age'), person.hasChanged('name')]).toEqual([true, true, false]);
      expect([person.changed, person.previous('age'), person.previousAttributes()]).toEqual([{ age: 37 }, 36, before]);
      person.set('age', 36);
      expect([person.hasChanged(), person.changed]).toEqual([false, {}]);
      person.unset('age');
      expect([person.changed, person.previous('age')]).toEqual([{ age: undefined }, 36]);
    }));

  test('previousAttributes is a copy that can bring the model back', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      person.set('name', 'Eve');
      person.previousAttributes().name = 'Mallory';
      expect(person.previous('name')).toBe('Ada');
      expect(person.set(person.previousAttributes() as never).hasChanged()).toBe(false);
    }));

  test('save and destroy start anew', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ name: 'Dee' }).save();
      expect([person.hasChanged(), person.previous('name'), person.previousAttributes()]).toEqual([
        false,
        'Dee',
        expect.objectContaining({ id: person.id, name: 'Dee' }),
      ]);
      await person.save({ age: 3 });
      expect([person.changed, person.previous('age')]).toEqual([{}, 3]);
      await person.destroy();
      expect([person.hasChanged(), person.changed, person.previousAttributes()]).toEqual([false, {}, {}]);
    }));

  describe('a change in place is seen at save', () => {
    const changes: Record<string, [(person: Person) => void, Partial<Record<string, unknown>>]> = {
      'of a member of a JSON value': [
        (person) => ((person.get('notes') as { tags: string[] }).tags[0] = 'x'),
        { notes: { tags: ['x'] } },
      ],
      'of the length of an array in one': [
        (person) => void (person.get('notes') as { tags: string[] }).tags.push('x'),
        { notes: { tags: ['maths', 'x'] } },
      ],
      'of a Date': [(person) => void person.get('seen_at')!.setTime(5), { seen_at: new Date(5) }],
      'of a Buffer': [(person) => void person.get('photo')!.writeUInt8(9, 0), { photo: Buffer.from([9, 2]) }],
      'of attributes': [(person) => (person.attributes.age = 5), { age: 5 }],
      'of an attribute that attributes gets': [(person) => (person.attributes.active = false), { active: false }],
      'of a JSON value reached through attributes': [
        (person) => Object.assign(person.attributes.notes as object, { x: 1 }),
        { notes: { tags: ['maths'], x: 1 } },
      ],
    };

    test.each(Object.entries(changes))('%s', (_name, [change, result]) =>
      withTown(harness, async ({ Person, db }) => {
        await new Person({
          name: 'Ada',
          age: 36,
          notes: { tags: ['maths'] },
          seen_at: new Date(0),
          photo: Buffer.from([1, 2]),
        }).save();
        const person = await Person.where({ name: 'Ada' }).fetch({ require: true });
        change(person);
        expect([person.hasChanged(), person.changed]).toEqual([true, result]);
        expect(await statementsOf(db, async () => person.save())).toHaveLength(1);
        expect(await new Person({ id: person.id }).fetch({ require: true })).toMatchObject({
          attributes: { name: 'Ada', ...result },
        });
        // The same object, changed again, is seen again.
        expect(person.hasChanged()).toBe(false);
      }),
    );
  });

  test('a value that is held over a save is seen changing again', () =>
    withTown(harness, async ({ Person }) => {
      const notes = { count: 0 };
      const person = await new Person({ name: 'Ada', notes }).save();
      expect(person.hasChanged()).toBe(false);
      for (const count of [1, 2]) {
        notes.count = count;
        expect(person.hasChanged('notes')).toBe(true);
        await person.save();
        expect((await new Person({ id: person.id }).fetch({ require: true })).get('notes')).toEqual({ count });
      }
    }));

  test('attributes that are held over a save are seen changing again', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      const { attributes } = person;
      for (const name of ['Eve', 'Zoe']) {
        attributes.name = name;
        await person.save();
        expect((await stored(db))[0]).toBe(name);
      }
    }));

  test('objects that were only looked at are no change, and cost no statement', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      expect([person.get('notes'), person.attributes.name, person.values().length > 2]).toEqual([
        { tags: ['maths'] },
        'Ada',
        true,
      ]);
      person.set('notes', { tags: ['maths'] });
      expect(person.hasChanged()).toBe(false);
      expect(await statementsOf(db, async () => person.save())).toEqual([]);
    }));

  test('in created and saved the change of an insert is still there, and over once they have settled', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada' });
      const seen: unknown[] = [];
      person.on('created saved', async (model, _response, options) => {
        await Promise.resolve();
        seen.push([
          model.hasChanged(),
          model.hasChanged('name'),
          model.changed.name,
          model.previous('name'),
          options.previousAttributes,
        ]);
      });
      await person.save();
      expect(seen).toEqual([
        [true, true, 'Ada', undefined, {}],
        [true, true, 'Ada', undefined, {}],
      ]);
      expect([person.hasChanged(), person.changed, person.previous('name')]).toEqual([false, {}, 'Ada']);
    }));

  test('in updated and saved the change of an update is still there', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      const seen: unknown[] = [];
      person.on('updated saved', (model, _response, { previousAttributes }) =>
        seen.push([
          model.changed,
          model.hasChanged('age'),
          model.hasChanged('name'),
          model.previous('age'),
          model.previousAttributes().age,
          previousAttributes?.age,
        ]),
      );
      await person.save({ age: 37 });
      expect(seen).toEqual(Array.from({ length: 2 }, () => [{ age: 37 }, true, false, 36, 36, 36]));
      expect([person.hasChanged(), person.previous('age')]).toEqual([false, 37]);
    }));

  test('in destroyed the row that was is still there', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true });
      const seen: unknown[] = [];
      person.on('destroyed', (model, _response, { previousAttributes }) =>
        seen.push([
          model.get('name'),
          model.hasChanged('name'),
          model.previous('name'),
          model.previousAttributes().id,
          previousAttributes?.name,
        ]),
      );
      await person.destroy();
      expect(seen).toEqual([[undefined, true, 'Bob', 2, 'Bob']]);
      expect([person.hasChanged(), person.previous('name')]).toEqual([false, undefined]);
    }));

  test('in fetched the change that the row brought is still there', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = new Person({ id: 2 });
      const seen: unknown[] = [];
      person.on('fetched', (model, _response, { previousAttributes }) =>
        seen.push([
          model.get('name'),
          model.hasChanged('name'),
          model.changed.name,
          model.previous('name'),
          previousAttributes?.name,
        ]),
      );
      await person.fetch();
      expect([person.hasChanged(), person.previous('name')]).toEqual([false, 'Bob']);
      await db.knex('people').where({ id: 2 }).update({ name: 'Rob' });
      await person.refresh();
      await person.refresh();
      expect(seen).toEqual([
        ['Bob', true, 'Bob', undefined, undefined],
        ['Rob', true, 'Rob', 'Bob', 'Bob'],
        ['Rob', false, undefined, 'Rob', 'Rob'],
      ]);
      expect([person.hasChanged(), person.previous('name')]).toEqual([false, 'Rob']);
    }));

  test('the state is reset even when an after-event rejects', () =>
    withPeople(harness, async ({ Person, db }) => {
      const person = await new Person({ id: 1 }).fetch({ require: true });
      person.on('updated', () => {
        throw new Error('late');
      });
      await expect(person.save({ age: 1 })).rejects.toThrow('late');
      expect([person.hasChanged(), (await stored(db, 'age'))[0]]).toEqual([false, 1]);
    }));
}
