import type { Program } from '../../library.js';
import { graph } from './graph.js';

const required = { require: true } as const;

/** Writing related rows: create, save. */
export const creatingPrograms: Record<string, Program> = {
  'create on hasMany': async ({ db }) => {
    const author = await graph(db).Author.forge({ id: 3 }).fetch(required);
    const posts = author.related('posts');
    const post = await posts.create({ title: 'Harmful' });
    return [post.get('author_id'), posts.length, posts.at(0) === (post as unknown), author.related('posts').length];
  },
  'create and add on a relation that was loaded without rows': async ({ db }) => {
    const { Author, Post } = graph(db);
    const author = await Author.forge({ id: 3 }).fetch({ ...required, withRelated: ['posts', 'comments'] });
    await author.related('posts').create({ title: 'Harmful' });
    author.related('posts').add(Post.forge({ title: 'Abstraction' }));
    return author.related('posts').pluck('title');
  },
  'create of a model on hasMany': async ({ db }) => {
    const { Author, Post } = graph(db);
    const post = await Author.forge({ id: 3 })
      .posts()
      .create(Post.forge({ title: 'Harmful' }));
    return [post.get('author_id'), post.get('title')];
  },
  'create on hasMany with a key and a target of its own': async ({ db }) => {
    const author = await graph(db).Author.forge({ id: 2 }).fetch(required);
    await author.quotes().create({ text: 'It is easier to ask forgiveness' });
  },
  'create on morphMany': async ({ db }) => {
    const post = graph(db).Post.forge({ id: 3 });
    await post.pictures().create({ file: 'wire.png' });
    await post.stickers().create({ text: '30 cm' });
  },
  'create on belongsToMany': async ({ db }) => {
    const post = graph(db).Post.forge({ id: 3 });
    const tags = post.related('tags');
    const tag = await tags.create({ name: 'physics' });
    return [tag.get('name'), (await post.tags().orderBy('id').fetch()).toJSON()];
  },
  'save on hasOne and morphOne': async ({ db }) => {
    const { Author } = graph(db);
    await Author.forge({ id: 3 }).profile().save({ bio: 'Dutch' });
    await Author.forge({ id: 3 }).portrait().save({ file: 'edsger.png' });
    await Author.forge({ id: 3 }).sticker().save({ text: 'EWD' });
  },
};
