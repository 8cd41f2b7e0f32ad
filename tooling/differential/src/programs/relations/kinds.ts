import type { Program } from '../../library.js';
import { graph } from './graph.js';

const required = { require: true } as const;

/** Each kind of relation, read for one model and for many. */
export const kindPrograms: Record<string, Program> = {
  hasOne: async ({ db }) => {
    const { Author } = graph(db);
    const author = await Author.forge({ id: 1 }).fetch({ ...required, withRelated: ['profile'] });
    return [author.toJSON(), (await author.profile().fetch(required)).toJSON()];
  },
  'hasOne with keys of its own': async ({ db }) => {
    const { Post } = graph(db);
    const posts = await Post.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['profile'] });
    return [posts.toJSON(), await posts.at(0)?.profile().fetch()];
  },
  hasMany: async ({ db }) => {
    const { Author } = graph(db);
    const author = await Author.forge({ id: 2 }).fetch({ ...required, withRelated: ['posts'] });
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['posts'] });
    return [author.toJSON(), (await author.posts().fetch()).toJSON(), authors.toJSON()];
  },
  'hasMany with a key and a target of its own': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['quotes'] });
    return [authors.toJSON(), await Author.forge({ name: 'Edsger' }).quotes().fetch()];
  },
  belongsTo: async ({ db }) => {
    const { Post } = graph(db);
    const post = await Post.forge({ id: 2 }).fetch({ ...required, withRelated: ['author'] });
    const posts = await Post.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['author'] });
    return [post.toJSON(), await post.author().fetch(), posts.toJSON()];
  },
  'belongsTo with a key and a target of its own': async ({ db }) => {
    const { Quote } = graph(db);
    const quotes = await Quote.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['author'] });
    return [quotes.toJSON(), await Quote.forge({ author_name: 'Ada' }).author().fetch()];
  },
  belongsToMany: async ({ db }) => {
    const { Post, Tag } = graph(db);
    const posts = await Post.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['tags'] });
    const tags = await Tag.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['posts'] });
    return [posts.toJSON(), tags.toJSON(), (await Post.forge({ id: 2 }).tags().fetch()).toJSON()];
  },
  'belongsToMany with keys and targets of its own': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['topics'] });
    return [authors.toJSON(), (await Author.forge({ name: 'Edsger' }).topics().fetch()).toJSON()];
  },
  morphOne: async ({ db }) => {
    const { Author } = graph(db);
    const author = await Author.forge({ id: 1 }).fetch({ ...required, withRelated: ['portrait'] });
    return [author.toJSON(), await author.portrait().fetch()];
  },
  'morphOne with columns and a value of its own': async ({ db }) => {
    const { Author } = graph(db);
    const author = await Author.forge({ id: 2 }).fetch({ ...required, withRelated: ['sticker'] });
    return [author.toJSON(), await author.sticker().fetch()];
  },
  morphMany: async ({ db }) => {
    const { Post } = graph(db);
    const posts = await Post.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['pictures', 'stickers'] });
    const post = Post.forge({ id: 1 });
    return [posts.toJSON(), await post.pictures().fetch(), await post.stickers().fetch()];
  },
  'morphMany with a value in the place of the columns': async ({ db }) => {
    const { Picture, Post } = graph(db);
    class Piece extends Post {
      portraits() {
        return this.morphMany(Picture, 'imageable', 'authors');
      }
    }
    return [
      (await Piece.forge({ id: 1 }).fetch({ ...required, withRelated: ['portraits'] })).toJSON(),
      await Piece.forge({ id: 1 }).portraits().fetch(),
    ];
  },
  morphTo: async ({ db }) => {
    const { Picture } = graph(db);
    const pictures = await Picture.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['imageable'] });
    const [first, second] = pictures.models;
    return [pictures.toJSON(), await first?.imageable().fetch(), await second?.imageable().fetch()];
  },
  'morphTo with columns and values of its own': async ({ db }) => {
    const { Sticker } = graph(db);
    const stickers = await Sticker.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['owner'] });
    return [stickers.toJSON(), await stickers.at(0)?.owner().fetch()];
  },
  'hasMany through': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.where('id', '<', 3)
      .orderBy('id')
      .fetchAll({ withRelated: ['comments'] });
    return [authors.toJSON(), (await Author.forge({ id: 2 }).comments().fetch()).toJSON({ omitPivot: true })];
  },
  'hasOne through': async ({ db }) => {
    const { Author, Comment, Post } = graph(db);
    class Writer extends Author {
      comment() {
        return this.hasOne(Comment).through(Post);
      }
    }
    const writers = await Writer.where('id', '<', 2).fetchAll({ withRelated: ['comment'] });
    return [writers.toJSON(), (await Writer.forge({ id: 1 }).comment().fetch(required)).toJSON()];
  },
  'belongsTo through': async ({ db }) => {
    const { Comment } = graph(db);
    const comments = await Comment.where('id', '<', 4)
      .orderBy('id')
      .fetchAll({ withRelated: ['author'] });
    return [comments.toJSON(), (await comments.at(0)?.author().fetch(required))?.toJSON()];
  },
  'belongsToMany through': async ({ db }) => {
    const { Author } = graph(db);
    const authors = await Author.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['follows'] });
    return [authors.toJSON(), (await Author.forge({ id: 2 }).follows().fetch()).toJSON()];
  },
  'hasMany through with keys of its own': async ({ db }) => {
    const { Author, Post, Profile } = graph(db);
    class Writer extends Profile {
      pieces() {
        return this.hasMany(Post).through(Author, 'author_id', 'id', 'id', 'author_id');
      }
    }
    const writers = await Writer.forge()
      .orderBy('id')
      .fetchAll({ withRelated: ['pieces'] });
    return writers.map((each) => each.related('pieces').map((post) => post.get('title')));
  },
};
