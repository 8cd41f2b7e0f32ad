import type { Program } from '../library.js';
import { authors, posts, type Author } from './tables.js';

/** `fetch fetchAll fetchPage count refresh where query orderBy`. */
export const fetchingPrograms: Record<string, Program> = {
  'fetch by the key': async ({ db }) => authors(db).forge({ id: 2 }).fetch({ require: true }),
  'fetch by other attributes': async ({ db }) =>
    authors(db).forge({ country: 'us', born: 1939 }).fetch({ require: true }),
  'fetch with a where': async ({ db }) => authors(db).where({ name: 'Ada' }).fetch({ require: true }),
  'fetch of the first row': async ({ db }) => authors(db).forge().fetch({ require: true }),
  'fetch of no row, required': async ({ db }) => authors(db).forge({ id: 99 }).fetch({ require: true }),
  'fetch of no row, not required': async ({ db }) => authors(db).forge({ id: 99 }).fetch({ require: false }),
  'catch by the model’s own NotFoundError': async ({ db }) => {
    const Author = authors(db).extend({});
    const error: unknown = await Author.forge({ id: 99 })
      .fetch({ require: true })
      .catch((each: unknown) => each);
    return [
      error instanceof Author.NotFoundError,
      error instanceof db.NotFoundError,
      error instanceof posts(db).NotFoundError,
      error instanceof Error,
    ];
  },
  'columns by name': async ({ db }) => [
    await authors(db)
      .forge({ id: 2 })
      .fetch({ require: true, columns: ['name', 'born'] }),
    await authors(db).forge().orderBy('id').fetchAll({ columns: 'name' }),
  ],
  'columns with an alias': async ({ db }) =>
    authors(db)
      .forge()
      .orderBy('id')
      .fetchAll({ columns: ['id', 'name as title'] }),
  'columns by query': async ({ db }) =>
    authors(db)
      .query((qb) => void qb.select('name').where('id', '<', 3).orderBy('id'))
      .fetchAll(),
  'null is IS NULL': async ({ db }) => {
    await db.knex('authors').where({ id: 1 }).update({ country: null });
    return [
      await authors(db).where({ country: null }).fetchAll(),
      await authors(db).forge({ country: null }).fetch({ require: true }),
    ];
  },
  'undefined in a where': async ({ db }) => {
    const failed = await authors(db)
      .where({ id: undefined })
      .fetchAll()
      .then(
        () => false,
        () => true,
      );
    return failed;
  },
  'fetchAll, static and not': async ({ db }) => [
    await authors(db).fetchAll(),
    await authors(db).forge().orderBy('name', 'desc').fetchAll(),
  ],
  'fetchAll of none': async ({ db }) => authors(db).where('id', 99).fetchAll(),
  'fetchAll of none, required': async ({ db }) => authors(db).where('id', 99).fetchAll({ require: true }),
  'where in all forms': async ({ db }) => {
    const found: unknown[] = [];
    const forms: unknown[][] = [
      [{ country: 'us' }],
      ['country', 'us'],
      ['born', '>', 1900],
      [{ country: 'us', born: 1906 }],
    ];
    for (const form of forms) {
      const model = Reflect.apply(authors(db).where as (...args: unknown[]) => Author, authors(db), form);
      found.push((await model.orderBy('id').fetchAll()).map((each) => each.get('name')));
    }
    return found;
  },
  'query in all forms': async ({ db }) => {
    const Author = authors(db);
    const name = (each: { get(name: string): unknown }): unknown => each.get('name');
    return [
      (await Author.forge().query('where', 'born', '>', 1900).fetchAll()).map(name),
      (await Author.query('where', 'born', '>', 1900).fetchAll()).map(name),
      (
        await Author.query({
          where: { country: 'us' },
          orWhere: ['born', '<', 1900],
          orderBy: ['born', 'desc'],
        }).fetchAll()
      ).map(name),
      (await Author.query((qb) => void qb.whereIn('id', [1, 3]).orderBy('id', 'desc')).fetchAll()).map(name),
      (
        await Author.query(function () {
          void this.where('id', 2);
        }).fetchAll()
      ).map(name),
      await Author.query().where({ id: 1 }).select('name'),
      typeof Author.forge().query().where,
    ];
  },
  'joins by query': async ({ db }) => {
    const found = await posts(db)
      .query(
        (qb) =>
          void qb
            .join('authors', 'authors.id', 'posts.author_id')
            .where('authors.name', 'Grace')
            .select('posts.id', 'title', 'authors.name')
            .orderBy('posts.id'),
      )
      .fetchAll();
    return found;
  },
  'constraints are used up, resetQuery forgets them': async ({ db }) => {
    const author = authors(db).where({ country: 'us' });
    const first = await author.count();
    const second = await author.count();
    author.query('where', 'id', 1);
    return [first, second, await author.resetQuery().count()];
  },
  orderBy: async ({ db }) => {
    const name = (each: { get(name: string): unknown }): unknown => each.get('name');
    const forms: unknown[][] = [['name'], ['-name'], ['name', 'DESC'], [], ['-id'], ['authors.born', 'desc']];
    const found: unknown[] = [];
    for (const form of forms) {
      const model = authors(db).forge();
      const ordered = Reflect.apply(model.orderBy as (...args: unknown[]) => typeof model, model, form);
      found.push((await ordered.fetchAll()).map(name));
    }
    return found;
  },
  count: async ({ db }) => [
    await authors(db).count(),
    await authors(db).where('country', 'us').count(),
    await authors(db).forge().count('id'),
    await posts(db).forge().count('author_id'),
    await authors(db).collection().count(),
  ],
  refresh: async ({ db }) => {
    const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
    await db.knex('authors').where({ id: 1 }).update({ born: 1 });
    author.set('name', 'unsaved');
    await author.refresh();
    return [author, author.hasChanged()];
  },
  'fetchPage by page': async ({ db }) => {
    const page = await authors(db).forge().orderBy('id').fetchPage({ page: 2, pageSize: 3 });
    return [page.map((each) => each.get('name')), page.pagination];
  },
  'fetchPage without options': async ({ db }) => {
    const page = await authors(db).forge().orderBy('id').fetchPage();
    return [page.length, page.pagination];
  },
  'fetchPage with a where and a join': async ({ db }) => {
    const page = await posts(db)
      .query(
        (qb) => void qb.join('authors', 'authors.id', 'posts.author_id').where('country', 'us').orderBy('posts.id'),
      )
      .fetchPage({ pageSize: 1, page: 2 });
    return [page.map((each) => each.get('title')), page.pagination];
  },
  'fetchPage with strings, as from a URL': async ({ db }) => {
    const page = await authors(db)
      .forge()
      .orderBy('id')
      .fetchPage({ page: '2', pageSize: '2' } as object);
    return [page.length, page.pagination];
  },
  'sync may be overridden': async ({ db }) => {
    const calls: unknown[] = [];
    const Author = authors(db).extend({
      sync(options: object) {
        calls.push(Object.keys(options).includes('columns'));
        return Reflect.apply(db.Model.prototype.sync, this, [options]);
      },
    });
    await Author.forge({ id: 1 }).fetch({ columns: ['name'] });
    return calls;
  },
};
