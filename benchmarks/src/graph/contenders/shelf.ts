import { createShelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { dialectFor } from '../../connect/dialect.js';
import type { Contender } from '../../group.js';
import type { GraphSession } from '../session.js';

/** Shelf with @shelf/relations, with `withRelated`. */
export const shelf: Contender<GraphSession> = {
  name: 'shelf',

  async open(driver, address) {
    const db = createShelf({ dialect: dialectFor(driver, address), plugins: [relations()] });

    class User extends db.Model {
      static override tableName = 'users';
      posts() {
        return this.hasMany(Post);
      }
    }
    class Post extends db.Model {
      static override tableName = 'posts';
      comments() {
        return this.hasMany(Comment);
      }
      tags() {
        return this.belongsToMany(Tag).withPivot('weight');
      }
    }
    class Comment extends db.Model {
      static override tableName = 'comments';
    }
    class Tag extends db.Model {
      static override tableName = 'tags';
    }

    return {
      nested: async (id) => (await User.where('id', '<=', id).fetchAll({ withRelated: ['posts.comments'] })).toJSON(),
      tagged: async (id) => (await Post.where('id', '<=', id).fetchAll({ withRelated: ['tags'] })).toJSON(),
      close: () => db.destroy(),
    };
  },
};
