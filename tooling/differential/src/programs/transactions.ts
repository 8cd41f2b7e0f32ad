import type { Program } from '../library.js';
import { authors } from './tables.js';

/** Transactions and plugins. */
export const transactionPrograms: Record<string, Program> = {
  'commits when the callback resolves, with its value': async ({ db }) =>
    db.transaction(async (transacting) => {
      await authors(db).forge({ name: 'Alan' }).save(null, { transacting });
      await authors(db).forge({ id: 1 }).save({ born: 1 }, { transacting });
      await authors(db).forge({ id: 2 }).destroy({ transacting });
      return (await authors(db).fetchAll({ transacting })).length;
    }),
  'rolls back when it rejects': async ({ db }) =>
    db.transaction(async (transacting) => {
      await authors(db).forge({ name: 'Alan' }).save(null, { transacting });
      throw new RangeError('no');
    }),
  'commit and rollback by hand': async ({ db }) => {
    const committed = await db.transaction((t) => {
      void authors(db)
        .forge({ name: 'Alan' })
        .save(null, { transacting: t })
        .then(async () => t.commit('value'), t.rollback);
    });
    const rolledBack = await db
      .transaction((t) => {
        void authors(db)
          .forge({ name: 'Kurt' })
          .save(null, { transacting: t })
          .then(async () => t.rollback(new RangeError('no')));
      })
      .then(
        () => 'done',
        (error: unknown) => error,
      );
    return [committed, rolledBack];
  },
  'a failing statement rolls back what went before': async ({ db }) => {
    const failed = await db
      .transaction(async (transacting) => {
        await authors(db).forge({ name: 'Alan' }).save(null, { transacting });
        await authors(db).forge({ name: 'Ada' }).save(null, { transacting });
      })
      .then(
        () => false,
        () => true,
      );
    return failed;
  },
  'the documents’ library of books': async ({ db }) =>
    db.transaction((t) => {
      void authors(db)
        .forge({ name: 'Library' })
        .save(null, { transacting: t })
        .then(async (library) => {
          const titles = ['Canterbury Tales', 'Moby Dick', 'Hamlet'];
          const books = await Promise.all(
            titles.map((title) =>
              new db.Model({ title }, { tableName: 'posts' }).save('author_id', library.id as number, {
                transacting: t,
              }),
            ),
          );
          return t.commit([library.get('name'), books.length]);
        })
        .catch(t.rollback);
    }),
  'a transaction of knex’s own': async ({ db }) =>
    db.knex.transaction(async (transacting) => {
      await authors(db).forge({ name: 'Alan' }).save(null, { transacting });
      return authors(db).count('id', { transacting });
    }),
  'collections inside': async ({ db }) =>
    db.transaction(async (transacting) => {
      const all = authors(db).collection();
      await all.create({ name: 'Alan' }, { transacting });
      return [
        (await all.fetch({ transacting })).length,
        await all.query('where', 'id', 1).count('id', { transacting }),
      ];
    }),
  'plugins: a function, with options, an array; chained': ({ db }) => {
    const seen: unknown[] = [];
    const extending = (library: typeof db, options?: unknown): void => {
      seen.push(['extending', options]);
      Object.assign(library, { Model: library.Model.extend({ hello: () => 'hello' }) });
    };
    const other = (): void => void seen.push('other');
    const last = (): void => void seen.push('last');
    const returned = db.plugin(extending as never, { some: 'option' }).plugin([other, last]);
    const made = new db.Model() as unknown as { hello(): string };
    return [seen, returned === db, made.hello()];
  },
  'plugins that replace a method of the base class': async ({ db }) => {
    const counted: string[] = [];
    db.plugin((library: typeof db) => {
      const { save } = library.Model.prototype as { save(...args: unknown[]): unknown };
      Object.assign(library.Model.prototype, {
        save(this: unknown, ...args: unknown[]) {
          counted.push('save');
          return save.apply(this, args);
        },
      });
    });
    await authors(db).forge({ id: 1 }).save({ born: 1 });
    return counted;
  },
};
