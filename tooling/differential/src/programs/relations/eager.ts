import type { Program } from '../../library.js';
import { statementsOf, verbs } from '../../statements.js';
import { graph } from './graph.js';

const required = { require: true } as const;

/** withRelated on every fetch, and load. */
export const eagerPrograms: Record<string, Program> = {
  'a name alone': async ({ db }) => {
    const { Author } = graph(db);
    const author = await Author.forge({ id: 1 }).fetch({ ...required, withRelated: 'posts' as never });
    return author.toJSON();
  },
  'dotted names': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['posts.comments', 'posts.tags'] });
    return authors.toJSON();
  },
  'three levels, and back': async ({ db }) => {
    const { Comment } = graph(db);
    const comments = await Comment.where('id', '<', 4)
      .orderBy('id')
      .fetchAll({ withRelated: ['post.author.posts'] });
    return comments.toJSON();
  },
  'queries: one for each relation': async ({ db }) => {
    const { Author, Post } = graph(db);
    const work = async (): Promise<unknown> =>
      Author.forge().fetchAll({ withRelated: ['posts.comments', 'posts.tags', 'profile', 'portrait'] });
    await work();
    return [
      verbs(await statementsOf(db, work)),
      verbs(await statementsOf(db, async () => Post.where('id', 99).fetchAll({ withRelated: ['author.profile'] }))),
    ];
  },
  'a function narrows and orders': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({ withRelated: [{ posts: (qb) => void qb.where('id', '>', 1).orderBy('title', 'desc') }] });
    return authors.map((each) => each.related('posts').pluck('title'));
  },
  'functions at any depth, among names': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({
        withRelated: [
          'quotes',
          { 'posts.comments': (qb) => void qb.where('text', 'Third'), posts: (qb) => void qb.orderBy('id', 'desc') },
        ],
      });
    return authors.toJSON();
  },
  'a function on pivot columns': async ({ db }) => {
    const { Post } = graph(db);
    const posts = await Post.forge()
      .orderBy('id')
      .fetchAll({ withRelated: [{ tags: (qb) => void qb.where('posts_tags.weight', '>', 1) }] });
    return posts.map((each) => each.related('tags').toJSON());
  },
  'on a collection’s fetch': async ({ db }) => {
    const posts = await graph(db)
      .Post.collection()
      .orderBy('id')
      .fetch({ withRelated: ['author'] });
    return posts.toJSON();
  },
  'on a collection’s fetchOne': async ({ db }) => {
    const post = await graph(db)
      .Post.collection()
      .query('where', 'id', 2)
      .fetchOne({ ...required, withRelated: ['author', 'tags'] });
    return post.toJSON();
  },
  'on fetchPage': async ({ db }) => {
    const page = await graph(db)
      .Post.forge()
      .orderBy('id')
      .fetchPage({ page: 2, pageSize: 2, withRelated: ['author', 'tags'] });
    return [page.toJSON(), page.pagination];
  },
  'on refresh': async ({ db }) => {
    const post = graph(db).Post.forge({ id: 2, title: 'stale' });
    await post.refresh({ withRelated: ['author', 'comments'] });
    return post.toJSON();
  },
  'on a model’s load': async ({ db }) => {
    const post = await graph(db).Post.forge({ id: 2 }).fetch(required);
    const loaded = await post.load(['author.profile', 'tags', { comments: (qb) => void qb.where('text', 'Third') }]);
    return [(loaded as unknown) === post, post.toJSON()];
  },
  'on a collection’s load': async ({ db }) => {
    const posts = await graph(db).Post.forge().orderBy('id').fetchAll();
    const loaded = await posts.load(['author', 'pictures']);
    return [(loaded as unknown) === posts, posts.toJSON()];
  },
  'load of a name, and of an object': async ({ db }) => {
    const post = await graph(db).Post.forge({ id: 2 }).fetch(required);
    await post.load('author');
    await post.load({ comments: (qb) => void qb.orderBy('id', 'desc') });
    return post.toJSON();
  },
  'load replaces what was loaded': async ({ db }) => {
    const author = await graph(db)
      .Author.forge({ id: 2 })
      .fetch({ ...required, withRelated: ['posts'] });
    await author.load({ posts: (qb) => void qb.where('id', 3) });
    return author.toJSON();
  },
  'load of a relation of what is loaded': async ({ db }) => {
    const author = await graph(db)
      .Author.forge({ id: 2 })
      .fetch({ ...required, withRelated: ['posts'] });
    await author.related('posts').load(['comments']);
    return author.toJSON();
  },
  'parents with one key share the model': async ({ db }) => {
    const posts = await graph(db)
      .Post.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['author'] });
    return posts.at(1)?.related('author') === posts.at(2)?.related('author');
  },
  'columns, with the key among them': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({
        columns: ['id', 'name'],
        withRelated: [{ posts: (qb) => void qb.select('id', 'author_id', 'title') }],
      });
    return authors.toJSON();
  },
  'in a collection with a query': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.where('country', 'us')
      .query((qb) => void qb.limit(1).orderBy('id'))
      .fetchAll({ withRelated: ['posts'] });
    return authors.toJSON();
  },
  'below a morphTo, where the target has it': async ({ db }) => {
    const { Picture } = graph(db);
    const pictures = await Picture.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['imageable.profile', 'imageable.comments'] });
    return pictures.map((each) => Object.keys((each.toJSON() as { imageable: object }).imageable));
  },
  'a relation with a query of its own': async ({ db }) => {
    const { Author, Post } = graph(db);
    class Writer extends Author {
      later() {
        return this.hasMany(Post).query({ where: { title: 'Nanoseconds' } });
      }
    }
    const writers = await Writer.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['later'] });
    return [writers.map((each) => each.related('later').length), await Writer.forge({ id: 2 }).later().fetch()];
  },
  'no rows, no error': async ({ db }) => {
    const { Author } = graph(db);
    return [
      await Author.where('id', 99).fetchAll({ withRelated: ['posts.comments'] }),
      await Author.forge({ id: 99 }).fetch({ require: false, withRelated: ['posts'] }),
    ];
  },
  'a function may return the builder': async ({ db }) => {
    const { Author } = graph(db);
    const author = await Author.forge({ id: 2 }).fetch({
      ...required,
      withRelated: [{ posts: (qb) => qb.where('id', 2) }],
    });
    return author.related('posts').pluck('id');
  },
};
