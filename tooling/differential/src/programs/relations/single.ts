import type { Program } from '../../library.js';
import { statementsOf, verbs } from '../../statements.js';
import { graph } from './graph.js';

const required = { require: true } as const;

/** Related rows of one model: related, queries, clone. */
export const singlePrograms: Record<string, Program> = {
  'related, not loaded: empty, and kept': ({ db }) => {
    const author = graph(db).Author.forge({ id: 1 });
    const posts = author.related('posts');
    const profile = author.related('profile');
    return [
      posts,
      profile,
      author.related('posts') === posts,
      author.related('profile') === profile,
      Object.keys(author.relations),
      profile.get('bio'),
    ];
  },
  'related, then fetched': async ({ db }) => {
    const author = graph(db).Author.forge({ id: 2 });
    await author.related('posts').fetch();
    await author.related('profile').fetch();
    return [author.related('posts').pluck('title'), author.related('profile').get('bio'), author.toJSON()];
  },
  'related, loaded': async ({ db }) => {
    const author = await graph(db)
      .Author.forge({ id: 2 })
      .fetch({ ...required, withRelated: ['posts', 'profile'] });
    const [posts, profile] = [author.related('posts'), author.related('profile')];
    return [posts.length, posts === author.related('posts'), profile.isNew(), author.relations['posts'] === posts];
  },
  'related of a name that is no relation': ({ db }) =>
    graph(db)
      .Author.forge()
      .related('nothing' as never),
  'related of an absent one, loaded for one': async ({ db }) => {
    const author = await graph(db)
      .Author.forge({ id: 3 })
      .fetch({ ...required, withRelated: ['profile', 'portrait'] });
    return [author.related('profile').isNew(), author.related('profile').get('bio'), author.related('portrait').id];
  },
  'related of an absent one, loaded for many': async ({ db }) => {
    const authors = await graph(db)
      .Author.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['profile', 'posts'] });
    return authors.map((each) => [each.related('profile').isNew(), each.related('posts').length]);
  },
  'the method makes the relation anew': async ({ db }) => {
    const author = graph(db).Author.forge({ id: 2 });
    await author.posts().fetch();
    return [author.posts() === (author.posts() as unknown), author.related('posts').length, author.relations];
  },
  'a null foreign key: an empty relation': async ({ db }) => {
    const { Comment } = graph(db);
    const comment = await Comment.forge({ id: 4 }).fetch({ ...required, withRelated: ['post'] });
    return [comment.related('post').isNew(), comment.related('post').get('title')];
  },
  'plain values in relations serialise': ({ db }) => {
    const author = graph(db).Author.forge({ id: 1 });
    Object.assign(author.relations, { score: 5, list: [1, 2] });
    return author.toJSON();
  },
  'a query on hasMany': async ({ db }) => {
    const author = graph(db).Author.forge({ id: 2 });
    return [
      (await author.posts().query('where', 'title', 'Compilers').fetch()).pluck('id'),
      (await author.posts().orderBy('-id').fetch()).pluck('id'),
      (
        await author
          .posts()
          .query((qb) => void qb.where('id', 1))
          .fetch()
      ).length,
      await author.posts().query('where', 'id', '>', 2).count('id'),
      await author.posts().count(),
    ];
  },
  'a query on hasOne, belongsTo, morphOne': async ({ db }) => {
    const { Author, Post } = graph(db);
    return [
      await Author.forge({ id: 1 }).profile().query('where', 'bio', 'Admiral').fetch({ require: false }),
      await Author.forge({ id: 1 }).profile().query('where', 'bio', 'Countess').fetch(required),
      await Post.forge({ author_id: 1 }).author().query('where', 'country', 'uk').fetch(required),
      await Author.forge({ id: 1 }).portrait().query('where', 'file', 'none').fetch({ require: false }),
    ];
  },
  'fetchOne on hasMany, belongsToMany, morphMany': async ({ db }) => {
    const { Post, Author } = graph(db);
    return [
      await Author.forge({ id: 2 }).posts().orderBy('-id').fetchOne(required),
      (await Post.forge({ id: 2 }).tags().query('where', 'name', 'code').fetchOne(required)).toJSON(),
      await Post.forge({ id: 1 }).pictures().orderBy('-id').fetchOne(required),
      await Author.forge({ id: 3 }).posts().fetchOne({ require: false }),
    ];
  },
  'fetchPage on hasMany and belongsToMany': async ({ db }) => {
    const { Post, Author } = graph(db);
    const posts = await Author.forge({ id: 2 }).posts().orderBy('id').fetchPage({ page: 2, pageSize: 1 });
    const tags = await Post.forge({ id: 2 }).tags().orderBy('id').fetchPage({ page: 1, pageSize: 1 });
    return [posts, posts.pagination, tags, tags.pagination];
  },
  'fetch with columns': async ({ db }) => {
    const { Author } = graph(db);
    return (
      await Author.forge({ id: 2 })
        .posts()
        .fetch({ columns: ['title'] })
    ).toJSON();
  },
  'fetch with relations of the related': async ({ db }) => {
    const { Author, Post } = graph(db);
    return [
      (
        await Author.forge({ id: 2 })
          .posts()
          .fetch({ withRelated: ['comments', 'tags'] })
      ).toJSON(),
      (
        await Post.forge({ author_id: 2 })
          .author()
          .fetch({ ...required, withRelated: ['profile'] })
      ).toJSON(),
    ];
  },
  'clone with relations': async ({ db }) => {
    const author = await graph(db)
      .Author.forge({ id: 2 })
      .fetch({ ...required, withRelated: ['posts', 'profile'] });
    const copy = author.clone();
    return [
      copy.toJSON(),
      (copy.related('posts') as unknown) === author.related('posts'),
      copy.related('posts').length,
      (copy.related('profile') as unknown) === author.related('profile'),
    ];
  },
  'shallow JSON': async ({ db }) => {
    const author = await graph(db)
      .Author.forge({ id: 2 })
      .fetch({ ...required, withRelated: ['posts.comments'] });
    return [author.toJSON({ shallow: true }), author.related('posts').toJSON({ shallow: true })];
  },
  'JSON nests, and so does stringify': async ({ db }) => {
    const author = await graph(db)
      .Author.forge({ id: 2 })
      .fetch({ ...required, withRelated: ['posts.comments'] });
    return JSON.parse(JSON.stringify({ author })) as unknown;
  },
  'statements of a lazy fetch': async ({ db }) => {
    const { Post } = graph(db);
    const work = async (): Promise<unknown> => Post.forge({ id: 1 }).tags().fetch();
    await work();
    return verbs(await statementsOf(db, work));
  },
};
