import { authors } from '../programs/tables.js';
import { statementsOf } from '../statements.js';
import type { Difference } from './difference.js';

const name = (each: { get(name: string): unknown }): unknown => each.get('name');
const RETURNS = 'what `add remove reset set` return is what Backbone 1.6 returns';
const UNDERSCORE =
  'the collection functions `forEach/each map/collect … isEmpty chain`: taken from Backbone and Underscore, not rewritten.';

/** Functions of lists with a name or a hash in the place of a function. */
interface Shorthands {
  map(attribute: string): unknown[];
  find(attributes: object): unknown;
  filter(attribute: string): unknown[];
  some(attribute: string): boolean;
}

export const collectionDifferences: readonly Difference[] = [
  {
    code: '`collection.where(attrs)`',
    bookshelf: 'constrains the SQL, and returns the collection',
    shelf: 'filters the models in memory; `collection.query("where", …)` constrains the SQL',
    spec: "`where(attrs)` filters in memory, as Backbone’s does; `query('where', …)` and `orderBy` constrain the SQL.",
    program: async ({ db }) => {
      const collection = await authors(db).collection().fetch();
      const found: unknown = collection.where({ country: 'us' });
      return Array.isArray(found) ? ['models', found.length] : ['the collection', (await collection.fetch()).length];
    },
    outcome: { bookshelf: { result: ['the collection', 2] }, shelf: { result: ['models', 2] } },
  },
  {
    code: 'what `add`, `set`, `reset`, `push`, `unshift` return',
    bookshelf: 'the collection',
    shelf: 'the models that were given, as Backbone does',
    spec: RETURNS,
    program: ({ db }) => {
      const collection = authors(db).collection();
      const returned: unknown[] = [
        collection.add({ id: 1 }),
        collection.add([{ id: 2 }]),
        collection.set([{ id: 3 }]),
        collection.reset([{ id: 4 }]),
        collection.push({ id: 5 }),
        collection.unshift({ id: 6 }),
      ];
      return returned.map((each) =>
        each === collection ? 'the collection' : Array.isArray(each) ? 'models' : 'the model',
      );
    },
    outcome: {
      bookshelf: { result: Array.from({ length: 6 }, () => 'the collection') },
      shelf: { result: ['the model', 'models', 'models', 'models', 'the model', 'the model'] },
    },
  },
  {
    code: '`collection.remove(…)` of what is not there',
    bookshelf: 'a list has `undefined` in its place',
    shelf: 'a list has the removed ones alone, as Backbone does',
    spec: RETURNS,
    program: ({ db }) =>
      authors(db)
        .collection([{ id: 1 }])
        .remove([{ id: 9 }, { id: 1 }]),
    outcome: { bookshelf: { result: ['undefined', { model: { id: 1 } }] }, shelf: { result: [{ model: { id: 1 } }] } },
  },
  {
    code: '`collection.add(…)` of an id that is there',
    bookshelf: 'adds a second model, with `{merge: true}` too',
    shelf: 'ignores it, or merges it with `{merge: true}`',
    spec: '`add` ignores a known id, or merges on `{merge: true}`',
    program: ({ db }) => {
      const collection = authors(db).collection([{ id: 1, name: 'a' }]);
      collection.add({ id: 1, name: 'ignored' });
      const ignored = collection.map(name);
      collection.add({ id: 1, name: 'merged' }, { merge: true });
      return [ignored, collection.map(name)];
    },
    outcome: {
      bookshelf: {
        result: [
          ['a', 'ignored'],
          ['a', 'merged'],
        ],
      },
      shelf: { result: [['a'], ['merged']] },
    },
  },
  {
    code: '`comparator`',
    bookshelf: 'orders when `sort()` is called',
    shelf: 'keeps the collection in order, through `add` and `fetch`',
    spec: '`comparator: false` switches sorting off',
    program: async ({ db }) => {
      const collection = authors(db).collection([{ name: 'b' }, { name: 'a' }], { comparator: name as never });
      const added = collection.map(name);
      await collection.query('orderBy', 'id').fetch();
      return [added, collection.map(name)];
    },
    outcome: {
      bookshelf: {
        result: [
          ['b', 'a'],
          ['Ada', 'Grace', 'Edsger', 'Barbara'],
        ],
      },
      shelf: {
        result: [
          ['a', 'b'],
          ['Ada', 'Barbara', 'Edsger', 'Grace'],
        ],
      },
    },
  },
  {
    code: '`collection.at(-1)`, `first(n)`, `last(n)`',
    bookshelf: '`undefined`, one model, one model',
    shelf: 'the last model, n models, n models, as Backbone does',
    spec: UNDERSCORE,
    program: ({ db }) => {
      const collection = authors(db).collection([{ id: 1 }, { id: 2 }]);
      return [collection.at(-1), collection.first(1), collection.last(1)];
    },
    outcome: {
      bookshelf: { result: ['undefined', { model: { id: 1 } }, { model: { id: 2 } }] },
      shelf: { result: [{ model: { id: 2 } }, [{ model: { id: 1 } }], [{ model: { id: 2 } }]] },
    },
  },
  {
    code: 'list functions',
    bookshelf: 'a dozen of lodash’s, and `invokeMap`',
    shelf: 'all of Underscore’s that Backbone has, by all their names, `invoke` among them',
    spec: UNDERSCORE,
    program: ({ db }) => {
      const collection = authors(db).collection();
      return ['each', 'collect', 'reject', 'invoke', 'indexBy', 'rest', 'chain', 'findWhere', 'invokeMap'].filter(
        (each) => each in collection,
      );
    },
    outcome: {
      bookshelf: { result: ['invokeMap'] },
      shelf: { result: ['each', 'collect', 'reject', 'invoke', 'indexBy', 'rest', 'chain', 'findWhere'] },
    },
  },
  {
    code: 'composite ids',
    bookshelf: 'are not supported',
    shelf: 'work everywhere: `collection.get(["a", 1])`, `fetch`, `save`, `destroy`',
    spec: '`idAttribute` (default `id`; an array for a composite key)',
    program: ({ db }) => {
      const Seat = db.Model.extend({ tableName: 'seats', idAttribute: ['row', 'place'] });
      const seats = Seat.collection([
        { row: 'a', place: 1 },
        { row: 'a', place: 2 },
      ]);
      return [seats.get(['a', 2] as never), seats.at(0)?.isNew()];
    },
    outcome: {
      bookshelf: { result: ['undefined', true] },
      shelf: { result: [{ model: { row: 'a', place: 2 } }, false] },
    },
  },
  {
    code: '`Collection.where(…)`, `Collection.query(…)` on the class',
    bookshelf: 'make a collection with that constraint',
    shelf: 'are not there: `Model.where(…).fetchAll()`, or `Collection.forge().query(…)`',
    spec: '**Collection.** … `extend`, `forge`',
    program: ({ db }) => [typeof Reflect.get(db.Collection, 'where'), typeof Reflect.get(db.Collection, 'query')],
    outcome: { bookshelf: { result: ['function', 'function'] }, shelf: { result: ['undefined', 'undefined'] } },
  },
  {
    code: '`collection.map("name")`, `find("name")`, `filter({name})`',
    bookshelf: 'read properties of the models, as lodash does, and find nothing',
    shelf: 'read attributes, as Backbone does',
    spec: UNDERSCORE,
    program: ({ db }) => {
      const list = authors(db).collection([{ name: 'x' }, { name: 'y' }]) as unknown as Shorthands;
      return [list.map('name'), list.find({ name: 'y' }), list.filter('name').length, list.some('name')];
    },
    outcome: {
      bookshelf: { result: [['undefined', 'undefined'], 'undefined', 0, false] },
      shelf: { result: [['x', 'y'], { model: { name: 'y' } }, 2, true] },
    },
  },
  {
    code: '`collection.sortBy("name")` of text and `null`',
    bookshelf: 'puts `null` behind all text',
    shelf:
      'leaves `null` where Underscore does, since it is neither before nor behind any text; texts are ordered by their code units on both',
    spec: UNDERSCORE,
    program: ({ db }) => {
      const order = (texts: readonly (string | null)[]): unknown[] =>
        authors(db)
          .collection(texts.map((text) => ({ name: text })) as object[])
          .sortBy('name')
          .map(name);
      return [order(['b', 'a', 'B', 'ä', '10', '9']), order(['b', null, 'a'])];
    },
    outcome: {
      bookshelf: {
        result: [
          ['10', '9', 'B', 'a', 'b', 'ä'],
          ['a', 'b', null],
        ],
      },
      shelf: {
        result: [
          ['10', '9', 'B', 'a', 'b', 'ä'],
          ['b', null, 'a'],
        ],
      },
    },
  },
  {
    code: '`collection.saveAll()`',
    bookshelf: 'is not there; `invokeThen("save")` sends a statement for each model',
    shelf: 'saves all in one transaction, new ones in inserts of many rows',
    spec: '`saveAll(options)` (new models in multi-row inserts below the binding limit, changed ones updated, in one transaction, …)',
    program: async ({ db }) => {
      await authors(db).count();
      const collection = authors(db).collection([{ name: 'x' }, { name: 'y' }, { name: 'z' }]);
      const bulk = Reflect.get(collection, 'saveAll') as (() => Promise<unknown>) | undefined;
      const sent = await statementsOf(db, async () => bulk?.call(collection) ?? collection.invokeThen('save'));
      return sent.filter((sql) => /^insert/i.test(sql)).length;
    },
    outcome: { bookshelf: { result: 3 }, shelf: { result: 1 } },
  },
];
