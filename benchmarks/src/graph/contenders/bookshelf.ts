import createBookshelf, { type Model } from 'bookshelf';
import { knexFor } from '../../connect/knex.js';
import type { Contender } from '../../group.js';
import type { GraphSession } from '../session.js';

/** Bookshelf 1.2, with `withRelated`. */
export const bookshelf: Contender<GraphSession> = {
  name: 'bookshelf',

  async open(driver, address) {
    const db = knexFor(driver, address);
    const shelf = createBookshelf(db);
    const Comment = shelf.Model.extend({ tableName: 'comments' });
    const Tag = shelf.Model.extend({ tableName: 'tags' });
    const Post = shelf.Model.extend({
      tableName: 'posts',
      comments(this: Model) {
        return this.hasMany(Comment);
      },
      tags(this: Model) {
        return this.belongsToMany(Tag).withPivot(['weight']);
      },
    });
    const User = shelf.Model.extend({
      tableName: 'users',
      posts(this: Model) {
        return this.hasMany(Post);
      },
    });

    return {
      nested: async (id) => (await User.where('id', '<=', id).fetchAll({ withRelated: ['posts.comments'] })).toJSON(),
      tagged: async (id) => (await Post.where('id', '<=', id).fetchAll({ withRelated: ['tags'] })).toJSON(),
      close: () => db.destroy(),
    };
  },
};
