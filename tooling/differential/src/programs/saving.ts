import type { Program } from '../library.js';
import { authors, posts } from './tables.js';

/** `save` in its forms, timestamps, defaults, `destroy`. */
export const savingPrograms: Record<string, Program> = {
  'insert of a new model, with the key read back': async ({ db }) => {
    const author = authors(db).forge({ name: 'Alan' });
    const saved = await author.save();
    return [saved === author, author.id, author.get('id'), author.isNew(), author.hasChanged()];
  },
  'insert with a key of one’s own': async ({ db }) =>
    (await authors(db).forge({ id: 77, name: 'Alan' }).save(null, { method: 'insert' })).id,
  'save of a hash': async ({ db }) => (await authors(db).forge({ name: 'Alan' }).save({ born: 1912 })).get('born'),
  'save of a pair': async ({ db }) => (await authors(db).forge({ id: 1 }).save('born', 1)).get('born'),
  'update of what is there': async ({ db }) => {
    const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
    await author.save({ born: 1, country: null });
    return [author.get('born'), author.hasChanged(), author.previous('name')];
  },
  'update by method': async ({ db }) =>
    (await authors(db).forge({ id: 1, born: 2 }).save(null, { method: 'update' })).id,
  'update with a where in place of a key': async ({ db }) => {
    await authors(db).where({ name: 'Ada' }).save({ born: 3 }, { method: 'update', patch: true });
  },
  'patch writes what it was given': async ({ db }) => {
    const author = await authors(db).forge({ id: 1 }).fetch({ require: true });
    author.set('country', 'unsaved');
    await author.save({ born: 4 }, { patch: true });
    return author.get('born');
  },
  'patch of an insert is refused': async ({ db }) => {
    const failed = await authors(db)
      .forge({ name: 'x' })
      .save({ born: 1 }, { patch: true, method: 'insert' })
      .then(
        () => false,
        () => true,
      );
    return failed;
  },
  'update of no row': async ({ db }) => authors(db).forge({ id: 99 }).save({ born: 1 }),
  'update of no row, not required': async ({ db }) =>
    (await authors(db).forge({ id: 99 }).save({ born: 1 }, { require: false })).id,
  'catch by the model’s own NoRowsUpdatedError': async ({ db }) => {
    const Author = authors(db).extend({});
    const error: unknown = await Author.forge({ id: 99 })
      .save({ born: 1 })
      .catch((each: unknown) => each);
    return [error instanceof Author.NoRowsUpdatedError, error instanceof db.NoRowsUpdatedError];
  },
  'update without a key is refused': async ({ db }) => {
    const failed = await authors(db)
      .forge({ born: 1 })
      .save(null, { method: 'update' })
      .then(
        () => false,
        () => true,
      );
    return failed;
  },
  'destroy without a key is refused': async ({ db }) => {
    const failed = await authors(db)
      .forge({ born: 1 })
      .destroy()
      .then(
        () => false,
        () => true,
      );
    return failed;
  },
  'defaults, on insert alone': async ({ db }) => {
    const Author = authors(db).extend({ defaults: { country: 'xx', born: 1 } });
    const made = await Author.forge({ name: 'Alan', born: 1912 }).save();
    await Author.forge({ id: 1 }).save({ name: 'Ada L.' });
    return [made.get('country'), made.get('born')];
  },
  'defaults by a function': async ({ db }) => {
    const Author = authors(db).extend({ defaults: () => ({ country: 'xx' }) });
    return (await Author.forge({ name: 'Alan' }).save()).get('country');
  },
  'defaults on an update that asks for them': async ({ db }) => {
    const Author = authors(db).extend({ defaults: { country: 'xx' } });
    await Author.forge({ id: 1, name: 'Ada' }).save(null, { method: 'update', defaults: true });
  },
  'timestamps of an insert and of an update': async ({ db }) => {
    const Post = posts(db).extend({ hasTimestamps: true });
    const post = await Post.forge({ title: 'New' }).save();
    const made = [post.get('created_at') instanceof Date, post.get('updated_at') instanceof Date];
    const old = await Post.forge({ id: 1 }).fetch({ require: true });
    await old.save({ title: 'Changed' });
    return [made, old.get('created_at'), old.get('updated_at') instanceof Date];
  },
  'timestamps by other names, and by half': async ({ db }) => {
    const Post = posts(db).extend({ hasTimestamps: [null, 'updated_at'] });
    const post = await Post.forge({ title: 'New' }).save();
    return [post.has('created_at'), post.has('updated_at')];
  },
  'timestamps that the caller set stay': async ({ db }) => {
    const Post = posts(db).extend({ hasTimestamps: true });
    const then = new Date(0);
    const post = Post.forge({ title: 'New', created_at: then });
    await post.save(null, { date: new Date(86_400_000) });
    return [post.get('created_at'), post.get('updated_at')].map((each) => Number(new Date(each as Date)));
  },
  'timestamp by hand': ({ db }) => {
    const Post = posts(db).extend({ hasTimestamps: true });
    return Object.keys(Post.forge({ title: 'New' }).timestamp()).sort();
  },
  destroy: async ({ db }) => {
    const author = authors(db).forge({ id: 1, name: 'Ada' });
    const destroyed = await author.destroy();
    return [destroyed === author, { ...author.attributes }, author.isNew()];
  },
  'destroy with a where': async ({ db }) => {
    await authors(db).where('country', 'us').destroy();
  },
  'destroy of no row, required': async ({ db }) => authors(db).forge({ id: 99 }).destroy({ require: true }),
  'destroy of no row, not required': async ({ db }) =>
    (await authors(db).forge({ id: 99 }).destroy({ require: false })).isNew(),
  'a new key finds the row by the old one': async ({ db }) => {
    const author = await authors(db).where({ id: 1 }).fetch({ require: true });
    await author.save({ name: 'Ada L.' });
    return author.id;
  },
};
