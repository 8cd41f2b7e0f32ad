import { graph } from '../../programs/relations/graph.js';
import type { Difference } from '../difference.js';

const ATTACH =
  '`attach` saves new models first and adds to the collection, `detach` removes from it, `detach()` and `detach(null, options)` empty it, `detach([])` does nothing, an explicit `undefined` is an error';
const EVENTS =
  'Relations, awaited: `attaching (collection, ids, options)`, `attached (collection, response, options)`, `detaching`, `detached` likewise, on the related collection.';
const DETACH = '`.detach(ids|models|nothing = all)`';

/** How rows of join tables are changed and deleted. */
export const detachingDifferences: readonly Difference[] = [
  {
    code: '`detach(hash)` and the collection',
    bookshelf: 'leaves the models in it',
    shelf: 'removes the models from it',
    spec: ATTACH,
    program: async ({ db }) => {
      const tags = await graph(db).Post.forge({ id: 2 }).tags().fetch();
      await tags.detach({ weight: 1 });
      return tags.pluck('name');
    },
    outcome: { bookshelf: { result: ['navy', 'code'] }, shelf: { result: ['navy'] } },
  },
  {
    code: '`detach()`, `updatePivot(…)` in a relation through a model',
    bookshelf: 'change the first row alone, and `detach` leaves the collection as it is',
    shelf: 'change all rows',
    spec: DETACH,
    program: async ({ db }) => {
      const follows = await graph(db).Author.forge({ id: 2 }).follows().fetch();
      await follows.updatePivot({ since: 2000 });
      const since: unknown = await db.knex('follows').pluck('since');
      await follows.detach();
      return [since, await db.knex('follows').pluck('id'), follows.length];
    },
    outcome: {
      bookshelf: { result: [[1840, 2000, 1952], [1, 3], 2] },
      shelf: { result: [[1840, 2000, 2000], [1], 0] },
    },
  },
  {
    code: 'what `updatePivot` resolves to',
    bookshelf: 'is the collection',
    shelf: 'is the number of rows; none, when required, is a `NoRowsUpdatedError`',
    spec: '`.updatePivot(attrs, {require, query})`',
    program: async ({ db }) => {
      const { Post } = graph(db);
      return [
        await Post.forge({ id: 2 }).tags().updatePivot({ weight: 9 }),
        await Post.forge({ id: 99 })
          .tags()
          .updatePivot({ weight: 9 }, { require: true })
          .catch((error: unknown) => error),
      ];
    },
    outcome: {
      bookshelf: { result: [{ collection: [] }, { error: 'Error' }] },
      shelf: { result: [2, { error: 'NoRowsUpdatedError' }] },
    },
  },
  {
    code: 'handlers of `attached` and `detached`',
    bookshelf: 'get the collection twice, and options where some were passed',
    shelf: 'get `(collection, pivots, options)`, `(collection, number of rows, options)`',
    spec: EVENTS,
    program: async ({ db }) => {
      const tags = graph(db).Post.forge({ id: 1 }).tags();
      const seen: unknown[] = [];
      const listen = (...[collection, response, options]: unknown[]): void =>
        void seen.push([response === collection ? 'the collection' : response, typeof options]);
      tags.on('attached', listen);
      tags.on('detached', listen);
      await tags.attach(2);
      await tags.detach(2);
      return seen;
    },
    outcome: {
      bookshelf: {
        result: [
          ['the collection', 'undefined'],
          ['the collection', 'undefined'],
        ],
      },
      shelf: {
        result: [
          [[{ model: { post_id: 1, tag_id: 2 } }], 'object'],
          [1, 'object'],
        ],
      },
    },
  },
  {
    code: 'two rows between the same two',
    bookshelf: 'are one model, of the last row when fetched and of the first when loaded with others',
    shelf: 'are two models, each with its pivot',
    spec: 'two rows with one id in one result stay two models unless merged on purpose',
    program: async ({ db }) => {
      await db.knex('posts_tags').insert({ post_id: 1, tag_id: 1, weight: 6 });
      const { Post } = graph(db);
      const fetched = await Post.forge({ id: 1 }).tags().fetch();
      const loaded = await Post.forge({ id: 1 }).fetch({ require: true, withRelated: ['tags'] });
      return [fetched, loaded.related('tags')].map((tags) => tags.map(({ pivot }) => pivot.get('weight')));
    },
    outcome: {
      bookshelf: { result: [[6], [5]] },
      shelf: {
        result: [
          [5, 6],
          [5, 6],
        ],
      },
    },
  },
];
