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
    code: '`hidden`, `visible`',
    bookshelf: 'leave attributes out of `toJSON`',
    shelf: 'are not there: override `toJSON`',
    spec: '`toJSON({shallow, omitPivot})`',
    program: ({ db }) => {
      const Author = authors(db).extend({ hidden: ['born'] });
      return Author.forge({ name: 'Ada', born: 1815 }).toJSON();
    },
    outcome: { bookshelf: { result: { name: 'Ada' } }, shelf: { result: { name: 'Ada', born: 1815 } } },
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
