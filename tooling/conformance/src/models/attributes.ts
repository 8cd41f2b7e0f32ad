import type { Harness } from '../harness.js';
import { withTown } from './people.js';

/** What a model knows of its row without asking the database. */
export function attributesSuite(harness: Harness): void {
  test('set takes a pair or a hash and returns the model; get reads', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada' });
      expect(person.set('age', 36)).toBe(person);
      expect(person.set({ name: 'Grace', active: true })).toBe(person);
      expect([person.get('name'), person.get('age'), person.get('active')]).toEqual(['Grace', 36, true]);
      expect(person.get('seen_at')).toBeUndefined();
    }));

  test('set takes another model for its attributes', () =>
    withTown(harness, async ({ Person }) => {
      const copy = new Person().set(new Person({ name: 'Ada', age: 1 }) as never);
      expect(copy.toJSON()).toEqual({ name: 'Ada', age: 1 });
    }));

  test('a model is told from a hash by its class, not by its members', () =>
    withTown(harness, async ({ db }) => {
      const hash = { _row: { x: 1 }, _state: 0, shelf: { Model: {} }, a: 1 };
      expect(new db.Model(hash).attributes).toEqual(hash);
      expect(new db.Model({ a: 0 }).set(hash).attributes).toEqual(hash);
      expect(db.Model.collection([hash]).at(0)?.attributes).toEqual(hash);
      const other = new db.Model({ b: hash });
      other.relations = { b: { _row: {}, toJSON: () => 'b' } };
      expect(other.toJSON()).toEqual({ b: 'b' });
    }));

  test('{unset} removes, unset removes one, clear removes all', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ id: 1, name: 'Ada', age: 36, active: true });
      expect(person.set({ name: 'x' }, { unset: true })).toBe(person);
      expect(person.keys()).toEqual(['id', 'age', 'active']);
      expect(person.unset('age')).toBe(person);
      expect(person.attributes).toEqual({ id: 1, active: true });
      expect(person.clear()).toBe(person);
      expect([person.attributes, person.id, person.isNew()]).toEqual([{}, undefined, true]);
    }));

  test('a change is told once per set, and not with {silent}', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person();
      const told: unknown[] = [];
      person.on('change', (model, options) => told.push([model === person, options]));
      person.set({ name: 'Ada', age: 1 }, { silent: true }).unset('age', { silent: true });
      expect(told).toEqual([]);
      const options = { silent: false };
      person.set({ name: 'Bob', age: 2 }, options);
      expect(told).toEqual([[true, options]]);
    }));

  test('names of Object.prototype are ordinary names, absent until set', () =>
    withTown(harness, async ({ db }) => {
      const model = new db.Model();
      for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
        expect([model.get(name), model.has(name)]).toEqual([undefined, false]);
        model.set(name, name.length);
        expect([model.get(name), model.has(name), model.hasChanged(name)]).toEqual([name.length, true, true]);
      }
    }));

  test('a name that is __proto__ or no string is refused, and nothing of the hash is set', () =>
    withTown(harness, async ({ db }) => {
      const model = new db.Model({ a: 1 });
      const hash = JSON.parse('{"b": 2, "__proto__": {"polluted": true}}') as object;
      expect(() => model.set(hash)).toThrow(db.InvalidAttributeError);
      expect(() => (model as { set(name: string, value: unknown): unknown }).set('__proto__', 1)).toThrow(
        db.InvalidAttributeError,
      );
      expect(() => new db.Model(hash)).toThrow(db.InvalidAttributeError);
      for (const name of [5, Symbol('name'), true])
        expect(() => (model as { set(name: unknown, value: unknown): unknown }).set(name, 1)).toThrow(
          db.InvalidAttributeError,
        );
      expect(model.attributes).toEqual({ a: 1 });
    }));

  test('has tells values from null and undefined', () =>
    withTown(harness, async ({ db }) => {
      const model = new db.Model({ zero: 0, no: false, empty: '', nothing: null, undef: undefined });
      expect(['zero', 'no', 'empty', 'nothing', 'undef', 'absent'].map((name) => model.has(name))).toEqual([
        true,
        true,
        true,
        false,
        false,
        false,
      ]);
    }));

  test('escape makes text safe in HTML', () =>
    withTown(harness, async ({ db }) => {
      const model = new db.Model({ bad: `<b>"R&D"</b>`, nothing: null });
      expect([model.escape('bad'), model.escape('nothing')]).toEqual(['&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;', '']);
    }));

  test('id is the attribute that idAttribute names', () =>
    withTown(harness, async ({ db, Person }) => {
      const person = new Person({ id: 7 });
      expect([person.id, person.idAttribute]).toEqual([7, 'id']);
      person.id = 8;
      expect(person.get('id')).toBe(8);
      expect(person.set('id', 9).id).toBe(9);
      const Book = db.Model.extend({ idAttribute: 'isbn' });
      expect([new Book({ isbn: 'x', id: 3 }).id, new Book({ id: 3 }).isNew()]).toEqual(['x', true]);
    }));

  test('isNew asks whether there is an id; 0 is one', () =>
    withTown(harness, async ({ Person }) => {
      expect([undefined, null, 0, 1].map((id) => new Person({ id } as never).isNew())).toEqual([
        true,
        true,
        false,
        false,
      ]);
      expect(new Person().isNew()).toBe(true);
    }));

  test('a composite id is a tuple, and missing while a part is', () =>
    withTown(harness, async ({ Seat }) => {
      const seat = new Seat({ hall: 0 });
      expect([seat.id, seat.isNew()]).toEqual([undefined, true]);
      seat.set('chair', 'a');
      expect([seat.id, seat.isNew()]).toEqual([[0, 'a'], false]);
      seat.id = [3, 'c'] as never;
      expect(seat.attributes).toEqual({ hall: 3, chair: 'c' });
      seat.set('chair', null as never);
      expect(seat.isNew()).toBe(true);
    }));

  test('cid is unique and stays', () =>
    withTown(harness, async ({ Person }) => {
      const [one, two] = [new Person(), new Person()];
      const { cid } = one;
      expect(cid).toMatch(/^c\d+$/);
      expect(two.cid).not.toBe(cid);
      expect(one.set('id', 1).cid).toBe(cid);
    }));

  test('attributes is the hash itself; replacing it replaces all', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada' });
      expect(person.attributes).toBe(person.attributes);
      person.attributes.age = 3;
      expect(person.get('age')).toBe(3);
      person.attributes = { name: 'Bob' } as never;
      expect(person.toJSON()).toEqual({ name: 'Bob' });
    }));

  test('the hash that was given stays the caller’s', () =>
    withTown(harness, async ({ Person }) => {
      const given = { name: 'Ada' };
      const person = new Person(given).set('name', 'Bob');
      expect([given.name, person.get('name')]).toEqual(['Ada', 'Bob']);
    }));

  test('the object functions of underscore work on the attributes', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada', age: 36 });
      expect(person.keys()).toEqual(['name', 'age']);
      expect(person.values()).toEqual(['Ada', 36]);
      expect(person.pairs()).toEqual([
        ['name', 'Ada'],
        ['age', 36],
      ]);
      expect(person.invert()).toEqual({ Ada: 'name', 36: 'age' });
      expect(person.pick('name')).toEqual({ name: 'Ada' });
      expect(person.pick(['name', 'age'])).toEqual({ name: 'Ada', age: 36 });
      expect(person.omit('name')).toEqual({ age: 36 });
      expect([person.isEmpty(), new Person().isEmpty()]).toEqual([false, true]);
      expect(
        person
          .chain()
          .keys()
          .map((name) => name.toUpperCase())
          .value(),
      ).toEqual(['NAME', 'AGE']);
    }));

  test('the options tableName and hasTimestamps attach to the instance, parse is applied', () =>
    withTown(harness, async ({ db, Person }) => {
      const other = new Person({}, { tableName: 'others', hasTimestamps: ['made_at', null] });
      expect([other.tableName, other.hasTimestamps]).toEqual(['others', ['made_at', null]]);
      expect([new Person().tableName, new Person().hasTimestamps]).toEqual(['people', false]);
      const Upper = db.Model.extend({ parse: (row) => ({ name: String(row['name']).toUpperCase() }) });
      expect([new Upper({ name: 'a' }, { parse: true }).get('name'), new Upper({ name: 'a' }).get('name')]).toEqual([
        'A',
        'a',
      ]);
    }));

  test('clone has equal attributes, changes and relations of its own', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ id: 1, name: 'Ada' }, { tableName: 'others' });
      person.relations = { friend: new Person({ name: 'Bob' }), plain: 5 };
      const copy = person.clone();
      expect(copy).toBeInstanceOf(Person);
      expect([copy.toJSON(), copy.tableName, copy.id]).toEqual([person.toJSON(), 'others', 1]);
      expect(copy.cid).not.toBe(person.cid);
      const friend = copy.relations['friend'] as InstanceType<typeof Person>;
      expect(friend).not.toBe(person.relations['friend']);
      copy.set('name', 'Eve');
      friend.set('name', 'Mallory');
      expect(person.toJSON()).toMatchObject({ name: 'Ada', friend: { name: 'Bob' }, plain: 5 });
      expect([copy.hasChanged('name'), copy.isNew()]).toEqual([true, false]);
    }));

  test('a model has no relations until some are loaded or put there', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person();
      expect(person.relations).toEqual({});
      person.relations['pet'] = 'cat';
      expect(person.relations).toEqual({ pet: 'cat' });
      expect(new Person().relations).toEqual({});
    }));
}
