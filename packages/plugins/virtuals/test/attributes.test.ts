import { newShelf, people } from './people.js';

test('get, has and escape read a virtual', async () => {
  const { Person } = await people();
  const ada = new Person({ first: 'Ada', last: '<Lovelace>' });
  expect([ada.get('fullName'), ada.fullName]).toEqual(['Ada <Lovelace>', 'Ada <Lovelace>']);
  expect(ada.escape('fullName')).toBe('Ada &lt;Lovelace&gt;');
  expect([ada.has('fullName'), ada.has('email')]).toEqual([true, false]);
  expect(ada.get('initials')).toBe('A<L>');
  expect(ada.attributes).toEqual({ first: 'Ada', last: '<Lovelace>' });
});

test('keys, values, pairs, invert, pick, omit and chain see virtuals', async () => {
  const { Person } = await people();
  const ada = new Person({ first: 'Ada', last: 'King' });
  const loose = ada as unknown as Record<string, (...names: string[]) => unknown>;
  expect(ada.keys()).toEqual(['first', 'last', 'fullName', 'initials']);
  expect(ada.values()).toEqual(['Ada', 'King', 'Ada King', 'AK']);
  expect(loose['pairs']!()).toContainEqual(['fullName', 'Ada King']);
  expect(loose['invert']!()).toMatchObject({ 'Ada King': 'fullName' });
  expect(loose['pick']!('first', 'initials')).toEqual({ first: 'Ada', initials: 'AK' });
  expect(loose['omit']!('first', 'initials')).toEqual({ last: 'King', fullName: 'Ada King' });
  expect(ada.chain().keys().value()).toEqual(['first', 'last', 'fullName', 'initials']);
  expect(new Person().isEmpty()).toBe(true);
});

test('pick reads no other virtual', () => {
  const db = newShelf();
  const read: string[] = [];
  const Model = db.Model.extend({ virtuals: { a: () => read.push('a'), b: () => read.push('b') } });
  const model = new Model({ c: 1 });
  model.pick('b', 'c');
  model.keys();
  expect(read).toEqual(['b']);
});

test('set runs the setter, for a pair and in a hash; an attribute that is named itself has the last word', async () => {
  const { Person } = await people();
  const ada = new Person();
  expect(ada.set('fullName', 'Ada King')).toBe(ada);
  expect(ada.attributes).toEqual({ first: 'Ada', last: 'King' });
  ada.set({ last: 'Lovelace', fullName: 'Augusta King', email: 'a@b.c' });
  expect(ada.attributes).toEqual({ first: 'Augusta', last: 'Lovelace', email: 'a@b.c' });
  ada.fullName = 'Ada Byron';
  expect(ada.attributes).toMatchObject({ first: 'Ada', last: 'Byron' });
});

test('new, forge, a collection and another model’s attributes set virtuals too', async () => {
  const { Person } = await people();
  const given = { fullName: 'Ada King' } as object;
  const models = [new Person(given), Person.forge(given), Person.collection([given]).at(0)!];
  models.push(new Person(models[0]!.attributes), Person.collection([{ id: 1 }]).add(given));
  for (const model of models) expect(model.attributes).toEqual({ first: 'Ada', last: 'King' });
  const merged = Person.collection([{ id: 1 }]);
  merged.add({ id: 1, ...given }, { merge: true });
  expect(merged.at(0)!.attributes).toEqual({ id: 1, first: 'Ada', last: 'King' });
});

test('hashes that look like models, and __proto__, are for core to judge, with virtuals as without', async () => {
  const { db, Person } = await people();
  const hash = { _row: { x: 1 }, _state: 0, fullName: 'Ada King' };
  const { fullName: _, ...attributes } = hash;
  expect(new Person(hash as object).attributes).toEqual({ ...attributes, first: 'Ada', last: 'King' });
  const persons = Person.collection([hash as object]);
  expect(persons.filter({ _row: 1, fullName: 'Ada King' } as object)).toEqual([]);
  expect(persons.filter({ _row: hash._row, fullName: 'Ada King' } as object)).toHaveLength(1);
  const polluting = JSON.parse('{"first": "Ada", "__proto__": {"last": "King"}}') as object;
  expect(() => new Person(polluting)).toThrow(db.InvalidAttributeError);
  expect(() => new Person().set(polluting, { unset: true })).toThrow(db.InvalidAttributeError);
});

test('a setter is no promise: what it sets has to be set when it returns', async () => {
  const { db, Person } = await people();
  const later = (): Promise<void> => Promise.reject(new Error('later'));
  const Late = Person.extend({ tableName: 'people', virtuals: { late: { set: later } } });
  expect(() => new Late().set('late' as never, 1 as never)).toThrow(db.InvalidValueError);
  expect(() => new Late({ late: 1 } as object)).toThrow(/the setter of 'late' returns a promise/);
  const refusal = await new Late({ first: 'Ada' }).save({ late: 1 } as object).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(db.InvalidValueError);
  expect(await db.knex('people')).toEqual([]);
});

test('what has no setter is left as it is: JSON may be set that came from toJSON', async () => {
  const { Person } = await people();
  const ada = new Person({ first: 'Ada', last: 'King' });
  const copy = new Person(JSON.parse(JSON.stringify(ada)) as object);
  expect(copy.attributes).toEqual({ first: 'Ada', last: 'King' });
  expect(copy.set('initials', 'XX').get('initials')).toBe('AK');
  expect('initials' in copy.attributes).toBe(false);
});

test('change fires for the attributes that a setter sets, and not when it is set in silence', async () => {
  const { Person } = await people();
  const ada = new Person({ first: 'Ada', last: 'King' });
  const heard: string[] = [];
  ada.on('all', (event) => void heard.push(event));
  ada.set('fullName', 'Ada Byron', { silent: true });
  ada.set({ fullName: 'Ada Lovelace' }, { silent: true });
  expect(heard).toEqual([]);
  ada.set('fullName', 'Augusta Lovelace');
  expect(heard).toEqual(['change:first', 'change']);
});

test('a virtual wins over an attribute of its name; its own getter and setter reach that', async () => {
  const { db } = await people();
  class Person extends db.Model {
    static override tableName = 'people';
    static override virtuals = ['email'];
    get email() {
      return String(this.get('email' as never)).toLowerCase();
    }
    set email(email: string) {
      this.set('email' as never, email.trim() as never);
    }
  }
  const ada = await new Person({ email: ' Ada@Example.org ' }).save();
  expect([ada.get('email'), ada.toJSON()['email'], ada.pick('email')]).toEqual([
    'ada@example.org',
    'ada@example.org',
    { email: 'ada@example.org' },
  ]);
  expect(ada.attributes['email']).toBe('Ada@Example.org');
  expect(ada.toJSON({ virtuals: false })['email']).toBe('Ada@Example.org');
  expect(await db.knex('people').pluck('email')).toEqual(['Ada@Example.org']);
  await ada.save({ email: ' B@C.org' }, { patch: true });
  expect(await db.knex('people').pluck('email')).toEqual(['B@C.org']);
  ada.clear();
  expect(ada.attributes).toEqual({});
});

test('unset gives a setter undefined', () => {
  const db = newShelf();
  const given: unknown[] = [];
  const Model = db.Model.extend({ virtuals: { name: { set: (value: unknown) => void given.push(value) } } });
  new Model().set('name', 1).unset('name').set({ name: 2 }, { unset: true });
  expect(given).toEqual([1, undefined, undefined]);
  expect(new Model().get('name')).toBeUndefined();
});

test('what a getter or setter throws is thrown, and leaves nothing behind', async () => {
  const { Person } = await people();
  const ada = new Person({ first: 'Ada', last: 'King' });
  expect(() => ada.set('fullName', '')).toThrow('A name must not be empty');
  const heard: string[] = [];
  ada.on('change', () => void heard.push('change'));
  ada.set('first', 'Augusta');
  expect([heard, ada.get('fullName')]).toEqual([['change'], 'Augusta King']);
});

test('a clone has its own', async () => {
  const { Person } = await people();
  const ada = new Person({ first: 'Ada', last: 'King' });
  const copy = ada.clone();
  copy.set('fullName', 'Grace Hopper');
  expect([ada.get('fullName'), copy.get('fullName')]).toEqual(['Ada King', 'Grace Hopper']);
});
