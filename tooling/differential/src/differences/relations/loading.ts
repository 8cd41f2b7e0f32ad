import { graph } from '../../programs/relations/graph.js';
import type { Difference } from '../difference.js';

const ABSENT = 'an absent to-one relation serialises as `null`, with one parent or many';
const UNDEFINED =
  '`undefined` anywhere in a constraint (`where`, a fetch attribute, a key) is an error, never a dropped condition.';
const WRONG =
  'in `withRelated`, `load` and `whereHas` an unknown relation name, a non-relation method and a wrong target are errors that list what exists.';
const NULL_KEY = 'A null foreign key runs no query.';
const OBJECTS =
  '`withRelated`: a name, dotted names, an array of names and `{name: qb => …}` objects at any depth … one query per relation';
const LIMIT = 'A limit, offset or order in an eager constraint applies per parent';

/** How relations of many are loaded. */
export const loadingDifferences: readonly Difference[] = [
  {
    code: '`toJSON` of an absent to-one relation',
    bookshelf: 'is `{}`; or the name is left out, as with a null foreign key',
    shelf: 'is `null`',
    spec: ABSENT,
    program: async ({ db }) => {
      const { Author, Comment } = graph(db);
      const authors = await Author.where('id', '>', 2).fetchAll({
        columns: ['id'],
        withRelated: ['profile', 'portrait'],
      });
      const comments = await Comment.where('id', 4).fetchAll({ columns: ['post_id'], withRelated: ['post'] });
      return [authors.toJSON(), comments.toJSON()];
    },
    outcome: {
      bookshelf: {
        result: [
          [
            { id: 3, portrait: {} },
            { id: 4, portrait: {} },
          ],
          [{ post_id: null }],
        ],
      },
      shelf: {
        result: [
          [
            { id: 3, profile: null, portrait: null },
            { id: 4, profile: null, portrait: null },
          ],
          [{ post_id: null, post: null }],
        ],
      },
    },
  },
  {
    code: '`withRelated` of a name that is no relation',
    bookshelf: 'is an `Error` or a `TypeError`; where there are no rows it passes unseen',
    shelf: 'is an `InvalidRelationError`, with rows or without',
    spec: WRONG,
    program: async ({ db }) => {
      const { Author } = graph(db);
      const fetched = async (id: number, name: string): Promise<unknown> =>
        Author.where('id', id)
          .fetchAll({ withRelated: [name] })
          .then(
            () => 'done',
            (error: unknown) => error,
          );
      return [
        await fetched(1, 'nothing'),
        await fetched(1, 'toJSON'),
        await fetched(99, 'nothing'),
        await fetched(3, 'posts.nothing'),
      ];
    },
    outcome: {
      bookshelf: { result: [{ error: 'Error' }, { error: 'TypeError' }, 'done', 'done'] },
      shelf: { result: [1, 2, 3, 4].map(() => ({ error: 'InvalidRelationError' })) },
    },
  },
  {
    code: 'a function in `withRelated`',
    bookshelf: 'has the builder as `this`',
    shelf: 'has the related model or collection as `this`',
    spec: 'the function called with the related model or collection as `this` and the builder as argument',
    program: async ({ db }) => {
      const seen: string[] = [];
      function constrain(this: unknown): void {
        seen.push(typeof this === 'object' && this !== null && 'models' in this ? 'the collection' : 'the builder');
      }
      await graph(db).Author.fetchAll({ withRelated: [{ posts: constrain }] });
      return seen;
    },
    outcome: { bookshelf: { result: ['the builder'] }, shelf: { result: ['the collection'] } },
  },
  {
    code: 'a limit in `withRelated`',
    bookshelf: 'holds for all parents together: the first have rows, the others none',
    shelf: 'holds for each parent',
    spec: LIMIT,
    program: async ({ db }) => {
      const { Author } = graph(db);
      const latest = {
        posts: (qb: { orderBy(...args: string[]): { limit(count: number): unknown } }) =>
          qb.orderBy('id', 'desc').limit(1),
      };
      const authors = await Author.forge()
        .orderBy('id')
        .fetchAll({ withRelated: [latest] });
      return authors.map((author) => author.related('posts').pluck('title'));
    },
    outcome: {
      bookshelf: { result: [[], ['Nanoseconds'], [], []] },
      shelf: { result: [['Notes'], ['Nanoseconds'], [], []] },
    },
  },
  {
    code: 'columns in `withRelated` without the foreign key',
    bookshelf: 'leave every relation empty',
    shelf: 'need not name it: rows are matched by keys that are read besides',
    spec: OBJECTS,
    program: async ({ db }) => {
      const { Author } = graph(db);
      const author = await Author.forge({ id: 1 }).fetch({
        require: true,
        withRelated: [{ posts: (qb) => qb.select('title') }],
      });
      return author.related('posts').toJSON();
    },
    outcome: { bookshelf: { result: [] }, shelf: { result: [{ title: 'Notes' }] } },
  },
  {
    code: 'columns of the parent without its key',
    bookshelf: 'leave the relation out',
    shelf: 'are an `UndefinedBindingError`',
    spec: UNDEFINED,
    program: async ({ db }) => (await graph(db).Author.fetchAll({ columns: ['name'], withRelated: ['posts'] })).length,
    outcome: { bookshelf: { result: 4 }, shelf: { error: 'UndefinedBindingError' } },
  },
  {
    code: '`morphTo` of a row whose type is null',
    bookshelf: 'is an `Error`, for all rows',
    shelf: 'is absent',
    spec: NULL_KEY,
    program: async ({ db }) => {
      await db.knex('pictures').insert({ file: 'nobody.png' });
      const pictures = await graph(db)
        .Picture.where('id', '>', 3)
        .orderBy('id')
        .fetchAll({ withRelated: ['imageable'] });
      return pictures.map((each) => each.related('imageable').isNew());
    },
    outcome: { bookshelf: { error: 'Error' }, shelf: { result: [false, true] } },
  },
];
