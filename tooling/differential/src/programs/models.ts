import type { Program } from '../library.js';
import { authors, posts } from './tables.js';

/** Making models, reading and setting attributes, serialising. */
export const modelPrograms: Record<string, Program> = {
  'extend with methods and statics, to any depth': ({ db }) => {
    const Person = db.Model.extend({ tableName: 'authors', greet: () => 'hello' }, { kind: 'person' });
    const Author = Person.extend({ write: () => 'a book' }, { born: () => 1 });
    const ada = Author.forge({ name: 'Ada' });
    return [ada.greet(), ada.write(), Author.kind, Author.born(), ada.tableName, ada instanceof Person];
  },
  'super by way of the prototype': ({ db }) => {
    const Author = db.Model.extend({
      tableName: 'authors',
      set(...args: unknown[]) {
        const [key] = args;
        if (typeof key === 'object' && key !== null && 'name' in key)
          Object.assign(key, { name: `Dr ${String(key.name)}` });
        return Reflect.apply(db.Model.prototype.set, this, args);
      },
    });
    return Author.forge({ name: 'Ada' }).get('name') as unknown;
  },
  'constructor and initialize': ({ db }) => {
    const seen: unknown[] = [];
    const Author = db.Model.extend({
      tableName: 'authors',
      constructor: function (this: object, ...args: unknown[]) {
        seen.push(['constructor', args.length]);
        db.Model.apply(this, args);
      },
      initialize(...args: unknown[]) {
        seen.push(['initialize', ...args]);
      },
    });
    Reflect.construct(Author, [{ name: 'Ada' }, { some: 'option' }]);
    return seen;
  },
  'a listener bound in initialize': async ({ db }) => {
    const Author = db.Model.extend({
      tableName: 'authors',
      initialize() {
        const self = this as unknown as {
          on(event: string, handler: (model: { set(attrs: object): void }) => void): void;
        };
        self.on('saving', (model) => model.set({ country: 'set' }));
      },
    });
    return (await Author.forge({ name: 'New' }).save()).get('country') as unknown;
  },
  'ES classes with getters': async ({ db }) => {
    class Author extends db.Model {
      override get tableName(): string {
        return 'authors';
      }
      shout(): string {
        return String(this.get('name')).toUpperCase();
      }
    }
    class Briton extends Author {
      override initialize(): void {
        void this.query('where', 'country', 'uk');
      }
    }
    const found = await new Author({ id: 2 }).fetch({ require: true });
    return [found.shout(), found instanceof Author, (await new Briton().fetchAll()).length];
  },
  'idAttribute and id': async ({ db }) => {
    const Author = db.Model.extend({ tableName: 'authors', idAttribute: 'name' });
    const author = Author.forge({ name: 'Ada', born: 1 });
    await author.save();
    return [author.id, author.isNew(), Author.forge({ born: 1 }).isNew()];
  },
  '0 is a key': ({ db }) => authors(db).forge({ id: 0 }).isNew(),
  'set, get, has, unset, clear, escape': ({ db }) => {
    const author = authors(db).forge({ name: '<Ada>', country: null });
    author.set('born', 1815).set({ country: 'uk', none: null });
    const before = [
      author.get('born'),
      author.has('none'),
      author.has('country'),
      author.escape('name'),
      author.get('absent'),
    ];
    author.unset('born');
    const after = [author.has('born'), { ...author.attributes }];
    author.clear();
    return [before, after, { ...author.attributes }, author.id];
  },
  'pick and omit': ({ db }) => {
    const author = authors(db).forge({ name: 'Ada', born: 1815, country: 'uk' });
    return [author.pick('name', 'born'), author.omit('name'), author.pick(['name'])];
  },
  'changed, hasChanged, previous, previousAttributes': async ({ db }) => {
    const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
    const clean = [author.hasChanged(), { ...author.changed }];
    author.set({ born: 1, name: 'Ada' });
    const dirty = [
      author.hasChanged(),
      author.hasChanged('born'),
      author.hasChanged('name'),
      { ...author.changed },
      author.previous('born'),
    ];
    author.set('born', 1815);
    return [clean, dirty, author.hasChanged(), author.previousAttributes()];
  },
  'a model never stored has changed in all it has': ({ db }) => {
    const author = authors(db).forge({ name: 'Ada' });
    return [author.hasChanged('name'), { ...author.changed }, author.previous('name'), author.previousAttributes()];
  },
  clone: async ({ db }) => {
    const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
    author.set('born', 1);
    const copy = author.clone();
    copy.set('name', 'Copy');
    return [
      { ...copy.attributes },
      author.get('name'),
      copy.id,
      copy.hasChanged('born'),
      copy.previous('born'),
      copy.cid === author.cid,
    ];
  },
  'toJSON and serialize': async ({ db }) => {
    const Author = authors(db).extend({
      toJSON(options?: object) {
        return { ...(db.Model.prototype.toJSON as (options?: object) => object).call(this, options), kind: 'author' };
      },
    });
    const author = await Author.forge({ id: 1 }).fetch({ require: true });
    author.relations = { posts: [{ id: 1 }] };
    return [author.toJSON(), author.toJSON({ shallow: true }), JSON.stringify(author)];
  },
  'parse and format': async ({ db }) => {
    const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const rename = (how: (name: string) => string) => (attrs: object) =>
      Object.fromEntries(Object.entries(attrs).map(([name, value]) => [how(name), value as unknown]));
    const Post = posts(db).extend({ parse: rename(camel), format: rename(snake) });
    const post = await Post.forge({ authorId: 2, title: 'Nanoseconds' }).fetch({ require: true });
    await post.save({ authorId: 3 });
    const made = await Post.forge({ authorId: 4, title: 'New' }).save();
    return [
      post.get('authorId'),
      post.id,
      Object.keys(made.attributes).includes('authorId'),
      made.get('author_id') === undefined,
    ];
  },
  'parse on demand': ({ db }) => {
    const Author = authors(db).extend({ parse: (row: object) => ({ ...row, parsed: true }) });
    return [
      { ...Author.forge({ name: 'a' }, { parse: true }).attributes },
      { ...Author.forge({ name: 'a' }).attributes },
    ];
  },
  'options that attach to the instance': async ({ db }) => {
    const post = new db.Model({ title: 'New' }, { tableName: 'posts', hasTimestamps: true });
    await post.save();
    return [post.tableName, post.has('created_at'), post.has('updated_at')];
  },
};
