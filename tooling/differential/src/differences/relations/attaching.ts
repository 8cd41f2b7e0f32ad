import { graph } from '../../programs/relations/graph.js';
import { statementsOf, verbs } from '../../statements.js';
import type { Difference } from '../difference.js';

const ATTACH =
  '`attach` saves new models first and adds to the collection, `detach` removes from it, `detach()` and `detach(null, options)` empty it, `detach([])` does nothing, an explicit `undefined` is an error';
const EVENTS =
  'Relations, awaited: `attaching (collection, ids, options)`, `attached (collection, response, options)`, `detaching`, `detached` likewise, on the related collection.';

/** How rows of join tables are made. */
export const attachingDifferences: readonly Difference[] = [
  {
    code: '`attach(model)` of a new model',
    bookshelf: 'writes a row with a null key',
    shelf: 'saves the model first',
    spec: ATTACH,
    program: async ({ db }) => {
      const { Post, Tag } = graph(db);
      await Post.forge({ id: 1 })
        .tags()
        .attach(Tag.forge({ name: 'poetry' }));
      return (await db.knex('posts_tags').where('post_id', 1).pluck('tag_id')) as unknown;
    },
    outcome: { bookshelf: { result: [1, null] }, shelf: { result: [1, 4] } },
  },
  {
    code: '`attach(id)`, `attach(hash)` and the collection',
    bookshelf: 'adds a model whose attributes are neither the row’s nor its key',
    shelf: 'adds the models that it was given; `fetch` reads the others',
    spec: ATTACH,
    program: async ({ db }) => {
      const tags = graph(db).Post.forge({ id: 1 }).related('tags');
      await tags.attach([2, { tag_id: 3, weight: 4 }]);
      return [tags.length, (await tags.fetch()).length];
    },
    outcome: { bookshelf: { result: [2, 3] }, shelf: { result: [0, 3] } },
  },
  {
    code: '`attach([…])`, `detach([…])` of several',
    bookshelf: 'sends a statement for each',
    shelf: 'sends one where the database can; else it is a transaction. All is written, or nothing',
    spec: '`.attach(ids|models|hashes)`, `.detach(ids|models|nothing = all)`',
    program: async ({ db }) => {
      const tags = graph(db).Post.forge({ id: 1 }).tags();
      await tags.attach(1);
      await tags.detach(1);
      return [
        verbs(await statementsOf(db, async () => tags.attach([2, 3]))),
        verbs(await statementsOf(db, async () => tags.detach([2, 3]))),
      ];
    },
    outcome: {
      bookshelf: {
        result: [
          ['INSERT', 'INSERT'],
          ['DELETE', 'DELETE'],
        ],
      },
      shelf: { result: [['INSERT'], ['DELETE']] },
    },
  },
  {
    code: '`create()` on a `belongsToMany`',
    bookshelf: 'puts the model into the collection twice',
    shelf: 'puts it there once',
    spec: '`.create()` on a related collection (sets the key, and the pivot row)',
    program: async ({ db }) => {
      const tags = graph(db).Post.forge({ id: 1 }).related('tags');
      await tags.create({ name: 'poetry' });
      return tags.length;
    },
    outcome: { bookshelf: { result: 2 }, shelf: { result: 1 } },
  },
  {
    code: '`attach` in a relation through a model',
    bookshelf: 'adds nothing to the collection',
    shelf: 'adds the models to the collection',
    spec: ATTACH,
    program: async ({ db }) => {
      const { Author, Tag } = graph(db);
      const follows = Author.forge({ id: 3 }).related('follows');
      await follows.attach(await Tag.forge({ id: 1 }).fetch({ require: true }));
      return follows.length;
    },
    outcome: { bookshelf: { result: 0 }, shelf: { result: 1 } },
  },
  {
    code: '`attach(undefined)`, `detach(undefined)`',
    bookshelf: 'attaches nothing, detaches all',
    shelf: 'rejects with `UndefinedBindingError`',
    spec: ATTACH,
    program: async ({ db }) => {
      const tags = graph(db).Post.forge({ id: 2 }).tags();
      const missing = undefined as never;
      for (const work of [async () => tags.attach(missing), async () => tags.detach(missing)])
        await work().catch(() => undefined);
      return (await db.knex('posts_tags').where('post_id', 2).pluck('tag_id')) as unknown;
    },
    outcome: { bookshelf: { result: [] }, shelf: { result: [2, 3] } },
  },
  {
    code: '`attach` and the event `creating` of the collection',
    bookshelf: 'fires it for each row',
    shelf: 'fires `attaching` and `attached` alone',
    spec: EVENTS,
    program: async ({ db }) => {
      const tags = graph(db).Post.forge({ id: 1 }).tags();
      const seen: string[] = [];
      for (const event of ['attaching', 'creating', 'attached'] as const)
        tags.on(event as 'attaching', () => void seen.push(event));
      await tags.attach(2);
      return seen;
    },
    outcome: {
      bookshelf: { result: ['attaching', 'creating', 'attached'] },
      shelf: { result: ['attaching', 'attached'] },
    },
  },
  {
    code: '`create()` in a `hasMany` that was loaded for many parents',
    bookshelf: 'writes a null foreign key',
    shelf: 'sets the foreign key',
    spec: 'eager-loaded relations keep all of these methods',
    program: async ({ db }) => {
      const authors = await graph(db)
        .Author.where('id', '>', 2)
        .orderBy('id')
        .fetchAll({ withRelated: ['posts'] });
      await authors.at(0)?.related('posts').create({ title: 'Harmful' });
      return (await db.knex('posts').where('title', 'Harmful').pluck('author_id')) as unknown;
    },
    outcome: { bookshelf: { result: [null] }, shelf: { result: [3] } },
  },
];
