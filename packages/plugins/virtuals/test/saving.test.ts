import { people } from './people.js';

test('save, create, upsert and saveAll write what setters set, and no virtual', async () => {
  const { db, Person, statements } = await people();
  const given = { fullName: 'Ada King' } as object;
  const ada = await new Person().save(given);
  await ada.save('fullName', 'Ada Byron');
  await Person.create(given);
  await Person.upsert({ id: 9, ...given }, { conflict: 'id' });
  await Person.collection([given]).saveAll();
  await Person.collection().create(given);
  const names = await db.knex('people').orderBy('id').select('first', 'last');
  expect(names.map(({ first, last }) => `${first} ${last}`)).toEqual([
    'Ada Byron',
    'Ada King',
    'Ada King',
    'Ada King',
    'Ada King',
  ]);
  for (const { sql } of statements) expect(sql).not.toMatch(/fullName|initials/);
});

test('an update writes what a setter changed, a patch what it set', async () => {
  const { db, Person, statements } = await people();
  const ada = await new Person({ first: 'Ada', last: 'King', email: 'a@b.c' }).save();
  statements.length = 0;
  await ada.save({ fullName: 'Ada Byron' });
  expect(statements.at(-1)?.bindings).toEqual(['Byron', 1]);
  ada.set('email', 'not written');
  await ada.save({ fullName: 'Ada Byron' }, { patch: true });
  expect(statements.at(-1)?.bindings).toEqual(['Ada', 'Byron', 1]);
  await ada.save('fullName', 'Augusta Byron', { patch: true });
  await ada.save({ fullName: 'Nobody Byron', first: 'Ada' }, { patch: true });
  expect(await db.knex('people').select('first', 'last', 'email')).toEqual([
    { first: 'Ada', last: 'Byron', email: 'a@b.c' },
  ]);
  expect([ada.get('fullName'), ada.changed]).toEqual(['Ada Byron', { email: 'not written' }]);
});

test('a patch of nothing but what has no setter writes nothing', async () => {
  const { Person, statements } = await people();
  const ada = await new Person({ first: 'Ada', last: 'King' }).save();
  statements.length = 0;
  await ada.save({ initials: 'XX' } as object, { patch: true });
  expect(statements).toEqual([]);
});

test('handlers of a patch see what will be written, and what they set is too', async () => {
  const { db, Person } = await people();
  const ada = await new Person({ first: 'Ada', last: 'King' }).save();
  const seen: unknown[] = [];
  ada.on('saving', (model, attrs) => {
    seen.push({ ...attrs });
    model.set('email', 'set by a handler');
  });
  await ada.save({ fullName: 'Ada Byron' }, { patch: true });
  expect(seen).toEqual([{ first: 'Ada', last: 'Byron' }]);
  expect(await db.knex('people').select('last', 'email')).toEqual([{ last: 'Byron', email: 'set by a handler' }]);
});

test('a setter that fails rejects the save; a save that fails leaves the model as it was', async () => {
  const { db, Person, statements } = await people();
  const ada = await new Person({ first: 'Ada', last: 'King' }).save();
  statements.length = 0;
  for (const options of [{}, { patch: true }]) {
    await expect(ada.save({ email: 'x', fullName: '' }, options)).rejects.toThrow('A name must not be empty');
  }
  expect(statements).toEqual([]);
  ada.on('saving', () => Promise.reject(new Error('refused')));
  for (const options of [{}, { patch: true }])
    await expect(ada.save({ fullName: 'Ada Byron' }, options)).rejects.toThrow('refused');
  expect([ada.get('fullName'), ada.hasChanged()]).toEqual(['Ada King', false]);
  expect(await db.knex('people').pluck('last')).toEqual(['King']);
});

test('a save changes in silence, as it does without virtuals', async () => {
  const { Person } = await people();
  const ada = await new Person({ first: 'Ada', last: 'King' }).save();
  const heard: string[] = [];
  ada.on('change', () => void heard.push('change'));
  await ada.save({ fullName: 'Ada Byron' });
  await ada.save({ fullName: 'Ada Lovelace' }, { patch: true });
  expect(heard).toEqual([]);
});

test('what a setter sets comes before a default', async () => {
  const { Person } = await people();
  class Named extends Person {
    static override defaults = { first: 'No', last: 'Name', email: 'none' };
  }
  const ada = await new Named().save({ fullName: 'Ada King' });
  expect(ada.attributes).toEqual({ id: 1, first: 'Ada', last: 'King', email: 'none' });
});

test('a fetch by a virtual is one by the attributes that its setter sets; rows come without a call of it', async () => {
  const { Person } = await people();
  await new Person({ first: 'Ada', last: 'King' }).save();
  const found = await Person.forge({ fullName: 'Ada King' }).fetch({ require: true });
  expect([found.id, found.hasChanged()]).toEqual([1, false]);
  expect(await Person.forge({ fullName: 'Ada Byron' }).fetch()).toBeNull();
});
