import type { Collection, Shelf } from '@shelf/core';
import { newShelf, statementsOf, type Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { stored, withPeople, type Person, type Town } from './people.js';

declare module '@shelf/core' {
  interface DeclaredOptions {
    /** Who calls; the suite's own. */
    actor?: string | undefined;
  }
}

type Call = (town: Town, options: object) => unknown;

const ada = ({ Person: Class }: Town): Person => new Class({ id: 1 });
const people = ({ Person: Class }: Town): Collection<Person> => Class.collection([{ id: 1 }, { id: 2 }]);

/** Every call that takes options, with what it would do besides. */
const CALLS: Readonly<Record<string, Call>> = {
  fetch: (town, options) => ada(town).fetch(options),
  refresh: (town, options) => ada(town).refresh(options),
  fetchAll: ({ Person: Class }, options) => Class.fetchAll(options),
  fetchPage: ({ Person: Class }, options) => Class.fetchPage(options),
  count: ({ Person: Class }, options) => Class.count(options),
  'count of a column': ({ Person: Class }, options) => Class.count('age', options),
  save: (town, options) => ada(town).save({ name: 'x' }, options),
  'save of one value': (town, options) => ada(town).save('name', 'x', options),
  create: ({ Person: Class }, options) => Class.create({ name: 'x' }, options),
  upsert: ({ Person: Class }, options) => Class.upsert({ name: 'Ada', age: 1 }, { conflict: 'name', ...options }),
  destroy: (town, options) => ada(town).destroy(options),
  timestamp: (town, options) => ada(town).timestamp(options),
  transaction: ({ db }, options) => db.transaction(async (t) => t('people').del(), options),
  'transaction by hand': ({ db }, options) => db.transaction(options).then((t) => t.rollback()),
  new: ({ Person: Class }, options) => new Class({ name: 'x' }, options),
  forge: ({ Person: Class }, options) => Class.forge({ name: 'x' }, options),
  set: (town, options) => ada(town).set('name', 'x', options),
  'set of many': (town, options) => ada(town).set({ name: 'x' }, options),
  unset: (town, options) => ada(town).unset('name', options),
  clear: (town, options) => ada(town).clear(options),
  toJSON: (town, options) => ada(town).toJSON(options),
  serialize: (town, options) => ada(town).serialize(options),
  collection: ({ Person: Class }, options) => Class.collection([{ name: 'x' }], options),
  'new Collection': ({ db }, options) => new db.Collection([], options),
  'collection.fetch': ({ Person: Class }, options) => Class.collection().fetch(options),
  'collection.fetchOne': ({ Person: Class }, options) => Class.collection().fetchOne(options),
  'collection.fetchPage': ({ Person: Class }, options) => Class.collection().fetchPage(options),
  'collection.count': ({ Person: Class }, options) => Class.collection().count(options),
  'collection.create': ({ Person: Class }, options) => Class.collection().create({ name: 'x' }, options),
  saveAll: ({ Person: Class }, options) => Class.collection([{ name: 'x' }]).saveAll(options),
  'saveAll of nothing': ({ Person: Class }, options) => Class.collection().saveAll(options),
  add: (town, options) => people(town).add({ name: 'x' }, options),
  'set of a collection': (town, options) => people(town).set([], options),
  remove: (town, options) => people(town).remove(1, options),
  reset: (town, options) => people(town).reset([], options),
  push: (town, options) => people(town).push({ name: 'x' }, options),
  pop: (town, options) => people(town).pop(options),
  shift: (town, options) => people(town).shift(options),
  unshift: (town, options) => people(town).unshift({ name: 'x' }, options),
  'toJSON of a collection': (town, options) => people(town).toJSON(options),
};

/** What a call comes to, thrown or rejected. */
async function failureOf(call: Call, town: Town, options: object): Promise<unknown> {
  return rejectionOf((async () => call(town, options))());
}

/** Options that nobody has declared are refused, by every call and before it does anything. */
export function optionsSuite(harness: Harness): void {
  test('every call refuses an unknown one before it does anything, and names the nearest', () =>
    withPeople(harness, async (town) => {
      const { db } = town;
      const statements = await statementsOf(db, async () => {
        for (const [name, call] of Object.entries(CALLS)) {
          const error = await failureOf(call, town, { transactng: null });
          expect([name, error]).toEqual([name, expect.any(db.InvalidValueError)]);
          expect(String(error)).toContain("no option 'transactng'; did you mean 'transacting'?");
        }
      });
      expect(statements).toEqual([]);
      expect(await stored(db)).toEqual(['Ada', 'Bob', 'Cyd']);
    }));

  test('every call takes one that the application has declared', () =>
    withPeople(
      harness,
      async (town) => {
        for (const call of Object.values(CALLS)) {
          // The next one may find what the last one has left, and fail for that.
          const outcome = await (async () => call(town, { actor: 'ada' }))().catch((error: unknown) => error);
          expect(String(outcome)).not.toContain('no option');
        }
      },
      { callOptions: ['actor'] },
    ));

  test('one that is undefined counts as not given; so do options that are no object', () =>
    withPeople(harness, async (town) => {
      const given: object = { unheard: undefined };
      expect((await ada(town).fetch(given))?.get('name')).toBe('Ada');
      expect(ada(town).toJSON(0 as never)).toEqual({ id: 1 });
    }));

  test('a page is asked of fetchPage alone: elsewhere all rows would be read', () =>
    withPeople(harness, async ({ Person: Class, db }) => {
      for (const name of ['page', 'pageSize', 'limit', 'offset', 'disableCount']) {
        const error = await rejectionOf(Class.fetchAll({ [name]: 1 }));
        expect(error).toBeInstanceOf(db.InvalidValueError);
        expect(String(error)).toContain('fetchPage() has');
      }
      expect(String(await rejectionOf(Class.fetchAll({ readOnly: true } as object)))).toContain('transaction() has');
    }));

  test('what a body hides in them is refused', () =>
    withPeople(harness, async (town) => {
      const hidden = JSON.parse('{"__proto__":{"all":true}}') as object;
      expect(await failureOf(CALLS['destroy'] as Call, town, hidden)).toBeInstanceOf(town.db.InvalidValueError);
      expect(await stored(town.db)).toHaveLength(3);
    }));

  test('an event’s options may be handed on, whatever its call was', () =>
    withPeople(harness, async ({ Person: Class, db }) => {
      const seen: string[] = [];
      const handOn = async (event: string, options: object): Promise<void> => {
        seen.push(event);
        await Class.fetchAll(options);
        new Class({}, options).set({ age: 1 }, options).toJSON(options);
      };
      class Watched extends Class {
        override initialize(): void {
          this.on('fetching', (_, __, options) => handOn('fetching', options));
          this.on('fetched', (_, __, options) => handOn('fetched', options));
          this.on('saving', (_, __, options) => handOn('saving', options));
          this.on('saved', (_, __, options) => handOn('saved', options));
          this.on('destroying', (_, options) => handOn('destroying', options));
          this.on('destroyed', (_, __, options) => handOn('destroyed', options));
        }
      }
      const person = await new Watched({ id: 1 }).fetch({ require: true, lock: 'forUpdate' });
      await person.save({ age: 2 }, { patch: true });
      await Watched.upsert({ name: 'Ada', age: 3 }, { conflict: 'name', update: ['age'] });
      await person.destroy({ require: true });
      expect(seen).toEqual(['fetching', 'fetched', 'saving', 'saved', 'saving', 'saved', 'destroying', 'destroyed']);
      const list = new db.Collection([{ id: 1 }], { model: Class, comparator: 'id' });
      const handed: object[] = [];
      list.on('add remove update reset sort', (...args: unknown[]) => void handed.push(args.at(-1) as object));
      list.add({ id: 0 }, { at: 0 });
      list.remove(0);
      list.set([{ id: 5 }]);
      list.reset([]);
      expect(handed.length).toBeGreaterThan(5);
      for (const options of handed) await Class.fetchAll(options);
    }));

  test('createShelf refuses an unknown one; a knex config is knex’s to check', async () => {
    const dialect = await harness.dialect();
    const given: object = { dialect, ambiant: true };
    expect(() => newShelf(harness, given)).toThrow("createShelf() has no option 'ambiant'; did you mean 'ambient'?");
    expect(() => newShelf(harness, { dialct: dialect } as object)).toThrow("did you mean 'dialect'?");
    expect(() => newShelf(harness, { dialect, callOptions: 'actor' as never })).toThrow('`callOptions` is a list');
    const config: object = { ...harness.plain(), compileSqlOnError: false };
    const db: Shelf = newShelf(harness, config);
    await db.destroy();
  });
}
