import createBookshelf, { type Model } from 'bookshelf';
import { connect } from '../../connect.js';
import type { Contender } from '../../group.js';
import type { GraphSession } from '../session.js';

/** Bookshelf 1.2, with `withRelated`. */
export const bookshelf: Contender<GraphSession> = {
  name: 'bookshelf',

  async open(driver, filename) {
    const db = connect(driver, filename);
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
      nested: async () => (await User.fetchAll({ withRelated: ['posts.comments'] })).toJSON(),
      tagged: async () => (await Post.fetchAll({ withRelated: ['tags'] })).toJSON(),
      close: () => db.destroy(),
    };
  },
};
