import { graph } from '../../programs/relations/graph.js';
import { statementsOf, verbs } from '../../statements.js';
import type { Difference } from '../difference.js';

const UNDEFINED =
  '`undefined` anywhere in a constraint (`where`, a fetch attribute, a key) is an error, never a dropped condition.';
const WRONG =
  'in `withRelated`, `load` and `whereHas` an unknown relation name, a non-relation method and a wrong target are errors that list what exists.';
const NULL_KEY = 'A null foreign key runs no query.';
const BATCH = '`related(name).fetch()` called on many models in one tick becomes one query';

/** How relations are declared, and related rows of one model read. */
export const readingDifferences: readonly Difference[] = [
  {
    code: '`hasMany(undefined)`, `morphMany(…).through(…)`',
    bookshelf: 'throws an `Error`',
    shelf: 'throws an `InvalidRelationError`',
    spec: WRONG,
    program: ({ db }) => {
      const { Author, Picture, Post } = graph(db);
      const author = Author.forge({ id: 1 });
      const pictures = author.morphMany(Picture, 'imageable') as unknown as { through(interim: unknown): unknown };
      return [() => author.hasMany(undefined as never), () => pictures.through(Post)].map((declare) => {
        try {
          return declare();
        } catch (error) {
          return error;
        }
      });
    },
    outcome: {
      bookshelf: { result: [{ error: 'Error' }, { error: 'Error' }] },
      shelf: { result: [{ error: 'InvalidRelationError' }, { error: 'InvalidRelationError' }] },
    },
  },
  {
    code: '`related("toJSON")`: any method’s name',
    bookshelf: 'calls the method, and keeps what it returns as a relation',
    shelf: 'is `undefined`: only relations are called',
    spec: '`related` of a name that is no relation is `undefined` at run time (a compile error)',
    program: ({ db }) => {
      const author = graph(db).Author.forge({ id: 1 });
      return [author.related('toJSON' as never), Object.keys(author.relations)];
    },
    outcome: { bookshelf: { result: [{ id: 1 }, ['toJSON']] }, shelf: { result: ['undefined', []] } },
  },
  {
    code: 'a fetch in a relation of a new model',
    bookshelf: 'rejects with an `Error` of knex',
    shelf: 'rejects with `UndefinedBindingError`',
    spec: UNDEFINED,
    program: async ({ db }) => graph(db).Author.forge({ name: 'Alan' }).posts().fetch(),
    outcome: { bookshelf: { error: 'Error' }, shelf: { error: 'UndefinedBindingError' } },
  },
  {
    code: '`belongsTo` of a null foreign key, fetched',
    bookshelf: 'sends a query',
    shelf: 'sends none',
    spec: NULL_KEY,
    program: async ({ db }) => {
      const comment = await graph(db).Comment.forge({ id: 4 }).fetch({ require: true });
      const work = async (): Promise<unknown> => comment.post().fetch({ require: false });
      await work();
      return verbs(await statementsOf(db, work));
    },
    outcome: { bookshelf: { result: ['SELECT'] }, shelf: { result: [] } },
  },
  {
    code: '`count()` of a `belongsToMany`, `morphMany` or through relation',
    bookshelf: 'counts the rows of the whole table',
    shelf: 'counts the related rows',
    spec: '`.query()` on any relation, `.fetch()`, `.fetchOne()`',
    program: async ({ db }) => {
      const { Author, Post } = graph(db);
      const post = Post.forge({ id: 1 });
      return [
        await post.tags().count(),
        await post.pictures().count(),
        await Author.forge({ id: 1 }).comments().count(),
      ];
    },
    outcome: { bookshelf: { result: [3, 4, 4] }, shelf: { result: [1, 2, 1] } },
  },
  {
    code: '`related(name).fetch()` of many models in one tick',
    bookshelf: 'is a query for each',
    shelf: 'is one query; `{batch: false}` sends each',
    spec: BATCH,
    program: async ({ db }) => {
      const posts = await graph(db).Post.fetchAll();
      const work = async (): Promise<unknown> =>
        Promise.all(posts.map(async (post) => post.related('comments').fetch()));
      await work();
      const again = await graph(db).Post.fetchAll();
      return verbs(
        await statementsOf(db, async () => Promise.all(again.map(async (post) => post.related('comments').fetch()))),
      );
    },
    outcome: { bookshelf: { result: ['SELECT', 'SELECT', 'SELECT'] }, shelf: { result: ['SELECT'] } },
  },
];
