import { createShelf } from '@shelf/core';
import { authors } from '../programs/tables.js';
import type { Difference } from './difference.js';

export const makingDifferences: readonly Difference[] = [
  {
    code: '`require("bookshelf")(knex)`',
    bookshelf: 'takes a knex instance',
    shelf: '`createShelf({dialect | knex | config, plugins})`, `Shelf.initialize(knex)`',
    spec: '`createShelf({ dialect | knex | connection config, plugins })`, and `Shelf.initialize(x)`',
    program: ({ db }) => typeof Reflect.get(db, 'destroy'),
    outcome: { bookshelf: { result: 'undefined' }, shelf: { result: 'function' } },
  },
  {
    code: '`plugin("name")`',
    bookshelf: 'requires the package of that name',
    shelf: 'throws `PluginMissingError`: plugins are imported and passed',
    spec: '`plugin(p, options)` (a function, an object, or an array; chainable)',
    program: ({ db }) => {
      db.plugin('path' as never);
    },
    outcome: { bookshelf: { error: 'TypeError' }, shelf: { error: 'PluginMissingError' } },
  },
  {
    code: 'a plugin installed twice',
    bookshelf: 'runs twice',
    shelf: 'is a `PluginMissingError`',
    spec: 'installing twice or without what it requires is an error',
    program: ({ db }) => {
      let runs = 0;
      const plugin = (): void => void runs++;
      db.plugin(plugin).plugin(plugin);
      return runs;
    },
    outcome: { bookshelf: { result: 2 }, shelf: { error: 'PluginMissingError' } },
  },
  {
    code: '`hidden`, `visible` without a plugin',
    bookshelf: 'leave attributes out of `toJSON`',
    shelf: 'mean nothing; with `@shelf/visibility` they do what Bookshelf’s do',
    spec: '**@shelf/visibility**: `hidden`, `visible` on the class, instance and per `toJSON` call',
    program: ({ db, name }) => {
      const own =
        name === 'shelf'
          ? createShelf({ client: 'sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true })
          : db;
      return own.Model.extend({ hidden: ['born'] })
        .forge({ name: 'Ada', born: 1815 })
        .toJSON();
    },
    outcome: { bookshelf: { result: { name: 'Ada' } }, shelf: { result: { name: 'Ada', born: 1815 } } },
  },
  {
    code: '`toJSON({hidden, visible})` and related models',
    bookshelf: 'stand in place of the lists of related models too, and show what their classes hide',
    shelf: 'hold for related models besides their own lists',
    spec: 'nothing leaks (regression 14) through relations, polymorphic ones included, pivots, virtuals, `JSON.stringify`, `util.inspect`.',
    program: ({ db }) => {
      const author = authors(db).forge({ name: 'Ada', born: 1815 });
      author.relations = {
        friend: authors(db)
          .extend({ hidden: ['born'] })
          .forge({ name: 'Grace', born: 1906 }),
      };
      return author.toJSON({ hidden: ['name'] });
    },
    outcome: {
      bookshelf: { result: { born: 1815, friend: { born: 1906 } } },
      shelf: { result: { born: 1815, friend: {} } },
    },
  },
  {
    code: '`hidden: ["settings.token"]`',
    bookshelf: 'leaves a part of an attribute out',
    shelf: 'is the name of an attribute: any string may be one',
    spec: '**@shelf/visibility**: `hidden`, `visible` on the class, instance and per `toJSON` call',
    program: ({ db }) =>
      authors(db)
        .extend({ hidden: ['settings.token'] })
        .forge({ settings: { token: 'x', theme: 'dark' } })
        .toJSON(),
    outcome: {
      bookshelf: { result: { settings: { theme: 'dark' } } },
      shelf: { result: { settings: { token: 'x', theme: 'dark' } } },
    },
  },
  {
    code: '`hidden: "password"`',
    bookshelf: 'is taken for a list of one',
    shelf: 'is an `InvalidValueError` when the JSON is made',
    spec: '**@shelf/visibility**: … nothing leaks (regression 14)',
    program: ({ db }) =>
      authors(db)
        .extend({ hidden: 'born' as never })
        .forge({ name: 'Ada', born: 1815 })
        .toJSON(),
    outcome: { bookshelf: { result: { name: 'Ada' } }, shelf: { error: 'InvalidValueError' } },
  },
  {
    code: 'related models that are absent, in `toJSON`',
    bookshelf: 'are left out when they serialise to `null`',
    shelf: 'are `null`',
    spec: 'an absent to-one relation serialises as `null`',
    program: ({ db }) => {
      const author = authors(db).forge({ name: 'Ada' });
      author.relations = { site: { toJSON: () => null } };
      return author.toJSON();
    },
    outcome: { bookshelf: { result: { name: 'Ada' } }, shelf: { result: { name: 'Ada', site: null } } },
  },
  {
    code: 'class properties of a parent, set after `extend`',
    bookshelf: 'are not the child’s: they were copied',
    shelf: 'are inherited, as those of ES classes are',
    spec: 'ES classes (`class User extends db.Model<Row>`) are equal citizens.',
    program: ({ db }) => {
      const Person = db.Model.extend({ tableName: 'authors' });
      const Author = Person.extend({});
      Reflect.set(Person, 'planet', 'earth');
      return typeof Reflect.get(Author, 'planet');
    },
    outcome: { bookshelf: { result: 'undefined' }, shelf: { result: 'string' } },
  },
  {
    code: '`static tableName = "authors"` in an ES class',
    bookshelf: 'is not read: a getter of the prototype is needed',
    shelf: 'names the table',
    spec: 'ES classes (`class User extends db.Model<Row>`) are equal citizens.',
    program: async ({ db }) => {
      class Author extends db.Model {
        static override tableName = 'authors';
      }
      return Author.forge({ id: 1 }).fetch({ require: true });
    },
    outcome: {
      bookshelf: { error: 'Error' },
      shelf: { result: { model: { id: 1, name: 'Ada', country: 'uk', born: 1815 } } },
    },
  },
  {
    code: '`model.set("__proto__", …)`',
    bookshelf: 'is an attribute in memory, lost on the way',
    shelf: 'throws `InvalidAttributeError`',
    spec: 'InvalidAttribute (`__proto__` as a name; names that are not strings)',
    program: ({ db }) => {
      authors(db).forge().set('__proto__', 'x');
    },
    outcome: { bookshelf: { result: 'undefined' }, shelf: { error: 'InvalidAttributeError' } },
  },
];
