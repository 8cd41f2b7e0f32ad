import type { Program } from '../library.js';
import { authors, type Author } from './tables.js';

const ADA = { id: 1, name: 'Ada', country: 'uk', born: 1815 };

/** `hidden` and `visible`, which Bookshelf has of its own. */
export const visibilityPrograms: Record<string, Program> = {
  'hidden and visible in extend': ({ db }) => {
    const jsonWith = (lists: object): unknown => authors(db).extend(lists).forge(ADA).toJSON();
    return [
      jsonWith({ hidden: ['born'] }),
      jsonWith({ visible: ['name', 'born'] }),
      jsonWith({ visible: ['name', 'born'], hidden: ['born'] }),
      jsonWith({ visible: [] }),
      jsonWith({ hidden: [] }),
      jsonWith({ hidden: null, visible: null }),
      jsonWith({ hidden: ['nothing'], visible: ['name', 'nothing'] }),
    ];
  },
  'hidden as a getter of an ES class': ({ db }) => {
    class Discreet extends db.Model {
      override get hidden() {
        return ['born'];
      }
    }
    return [new Discreet(ADA).toJSON(), JSON.stringify(new Discreet(ADA))];
  },
  'a subclass has a list in the place of its parent’s': ({ db }) => {
    const Discreet = authors(db).extend({ hidden: ['born'] });
    return [
      Discreet.extend({}).forge(ADA).toJSON(),
      Discreet.extend({ hidden: ['name'] })
        .forge(ADA)
        .toJSON(),
    ];
  },
  'lists of an instance': ({ db }) => {
    const Author = authors(db).extend({ hidden: ['born'] });
    const own = Author.forge(ADA, { hidden: ['name'] });
    const set = Author.forge(ADA);
    set.visible = ['name', 'born'];
    return [own.toJSON(), set.toJSON()];
  },
  'lists of a call': ({ db }) => {
    const author = authors(db)
      .extend({ hidden: ['born'], visible: ['name', 'born', 'country'] })
      .forge(ADA);
    return [
      author.toJSON({ hidden: ['name'] }),
      author.toJSON({ visible: ['id', 'born'] }),
      author.toJSON({ hidden: [] }),
      author.toJSON({ visibility: false }),
      author.toJSON({ visibility: true, hidden: ['country'] }),
      author.serialize({ hidden: ['country'] }),
    ];
  },
  'lists of a call on a collection': async ({ db }) => {
    const found = await authors(db)
      .extend({ hidden: ['born'] })
      .forge()
      .orderBy('id')
      .fetchAll();
    return [found.toJSON(), found.toJSON({ visible: ['name'] }), JSON.stringify(found)];
  },
  'lists of related models': async ({ db }) => {
    const Writer = authors(db).extend({ hidden: ['born'] });
    const Post = db.Model.extend({
      tableName: 'posts',
      visible: ['title', 'author'],
      author() {
        return this.belongsTo(Writer);
      },
    });
    const post = await Post.forge({ id: 1 }).fetch({ require: true, withRelated: ['author'] });
    return [post.toJSON(), post.toJSON({ shallow: true }), post.toJSON({ visibility: false, shallow: true })];
  },
  'hidden relations and pivot columns': async ({ db }) => {
    const Tag = db.Model.extend({ tableName: 'tags', hidden: ['_pivot_weight', '_pivot_post_id'] });
    const Post = db.Model.extend({
      tableName: 'posts',
      tags() {
        return this.belongsToMany(Tag).withPivot(['weight']);
      },
    });
    const post = await Post.forge({ id: 1 }).fetch({ require: true, withRelated: ['tags'] });
    const shown = post.related('tags').toJSON();
    return [shown, Object.keys(post.toJSON({ hidden: ['tags', 'created_at', 'updated_at', 'pinned'] }))];
  },
  'what is hidden can be read': ({ db }) => {
    const author = authors(db)
      .extend({ hidden: ['born'] })
      .forge(ADA) as Author;
    return [author.get('born'), author.has('born'), author.pick('born', 'name'), author.attributes['born']];
  },
};
