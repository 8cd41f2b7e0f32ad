import { inspect } from 'node:util';
import type { PrimaryKey } from '@shelf/core';
import { relations } from '@shelf/relations';
import { visibility } from '@shelf/visibility';
import { virtuals } from '../src/index.js';
import { newShelf, people } from './people.js';

test('toJSON has all virtuals, unless the class or the call says otherwise', async () => {
  const { Person } = await people();
  class Quiet extends Person {
    static override outputVirtuals: boolean | readonly string[] = false;
  }
  const Chosen = Quiet.extend({ outputVirtuals: ['initials'] });
  const row = { first: 'Ada', last: 'King' };
  const all = { ...row, fullName: 'Ada King', initials: 'AK' };
  expect(new Person(row).toJSON()).toEqual(all);
  expect(new Person(row).toJSON({ virtuals: false })).toEqual(row);
  expect(new Person(row).toJSON({ virtuals: ['initials', 'nothing'] })).toEqual({ ...row, initials: 'AK' });
  expect(new Quiet(row).toJSON()).toEqual(row);
  expect(new Quiet(row).toJSON({ virtuals: true })).toEqual(all);
  expect(new Chosen(row).toJSON()).toEqual({ ...row, initials: 'AK' });
  expect(new Person(row).toJSON({ shallow: true })).toEqual(all);
  expect(new Person(row).toJSON({ omitNew: true })).toBeNull();
  expect(JSON.parse(JSON.stringify(new Person(row)))).toEqual(all);
  expect(inspect(new Person(row))).toContain("initials: 'AK'");
});

test('what does not say which virtuals is an error', async () => {
  const { db, Person } = await people();
  const wrong = { virtuals: 'fullName' } as unknown as { virtuals: boolean };
  expect(() => new Person().toJSON(wrong)).toThrow(db.InvalidValueError);
});

const orders: [string, () => Parameters<typeof people>[0]][] = [
  ['virtuals first', () => [virtuals(), relations(), visibility()]],
  ['visibility first', () => [visibility(), virtuals(), relations()]],
  ['relations first', () => [relations(), visibility(), virtuals()]],
];

describe.each(orders)('with visibility and relations, %s', (_, plugins) => {
  /** People who refer to each other, and whose virtual `secret` is hidden. */
  async function secretive() {
    const { db, Person } = await people(plugins());
    await db.knex.schema.createTable('letters', (t) => {
      t.increments('id');
      t.integer('person_id');
      t.string('text');
    });
    let computed = 0;
    class Spy extends Person {
      static override virtuals = ['secret'];
      static override hidden = ['secret', 'email', 'first', 'last'];
      get secret() {
        computed++;
        return 'SECRET';
      }
      letters() {
        return this.hasMany(Letter, 'person_id');
      }
    }
    class Letter extends db.Model<{ id: PrimaryKey<number>; person_id: number | null; text: string }> {
      static override tableName = 'letters';
      static override virtuals = ['length', 'spyName'];
      get length(): number {
        return this.get('text').length;
      }
      get spyName(): unknown {
        return (this.related('spy') as unknown as Spy).get('fullName');
      }
      spy() {
        return this.belongsTo(Spy, 'person_id');
      }
    }
    const spy = await new Spy({ first: 'Mata', last: 'Hari' }).save();
    await spy.letters().create({ text: 'Hello' });
    return { Spy, Letter, times: () => computed };
  }

  test('a hidden virtual is neither seen nor computed, however the model is reached', async () => {
    const { Spy, Letter, times } = await secretive();
    const spy = await Spy.where({ id: 1 }).fetch({ require: true, withRelated: ['letters.spy'] });
    const letters = await Letter.fetchAll({ withRelated: ['spy'] });
    for (const each of [spy, letters, spy.clone()]) {
      for (const text of [JSON.stringify(each), inspect(each, { depth: 9 })]) expect(text).not.toContain('SECRET');
    }
    expect(times()).toBe(0);
    expect(spy.toJSON({ hidden: [] })).toMatchObject({ secret: 'SECRET', fullName: 'Mata Hari' });
    expect(spy.toJSON({ visible: ['initials'] })).toEqual({ initials: 'MH' });
    expect(JSON.stringify(letters.toJSON({ visibility: false }))).toContain('SECRET');
  });

  test('virtuals of related models are in their JSON, and follow the call', async () => {
    const { Letter } = await secretive();
    const [json] = (await Letter.fetchAll({ withRelated: ['spy'] })).toJSON();
    expect(json).toEqual({
      id: 1,
      person_id: 1,
      text: 'Hello',
      length: 5,
      spyName: 'Mata Hari',
      spy: { id: 1, fullName: 'Mata Hari', initials: 'MH' },
    });
    const [plain] = (await Letter.fetchAll({ withRelated: ['spy'] })).toJSON({ virtuals: false });
    expect(plain).toEqual({ id: 1, person_id: 1, text: 'Hello', spy: { id: 1 } });
    const [some] = (await Letter.fetchAll({ withRelated: ['spy'] })).toJSON({ virtuals: ['initials'] });
    expect(some).toMatchObject({ spy: { id: 1, initials: 'MH' } });
  });

  test('an absent relation stays null, whatever its class computes', async () => {
    const { Letter } = await secretive();
    const letter = await new Letter({ text: 'Lost', person_id: null }).save();
    await letter.load('spy');
    expect(letter.toJSON({ virtuals: ['length', 'fullName'] })).toEqual({
      id: 2,
      person_id: null,
      text: 'Lost',
      length: 4,
      spy: null,
    });
  });
});

test('a fetch calls no getter and no setter', async () => {
  const calls: string[] = [];
  const db = newShelf();
  const Thing = db.Model.extend({
    tableName: 'things',
    virtuals: {
      name: {
        get: () => calls.push('get'),
        set: () => void calls.push('set'),
      },
    },
  });
  await db.knex.schema.createTable('things', (t) => {
    t.increments('id');
    t.string('name');
  });
  await db.knex('things').insert({ name: 'stored' });
  const things = await Thing.fetchAll();
  expect(things.at(0)?.attributes).toEqual({ id: 1, name: 'stored' });
  expect(calls).toEqual([]);
});
