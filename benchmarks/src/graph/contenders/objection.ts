import { Model } from 'objection';
import { knexFor } from '../../connect/knex.js';
import type { Contender } from '../../group.js';
import type { GraphSession } from '../session.js';

class Comment extends Model {
  static override tableName = 'comments';
}

class Tag extends Model {
  static override tableName = 'tags';
}

class Post extends Model {
  static override tableName = 'posts';
  static override relationMappings = {
    comments: {
      relation: Model.HasManyRelation,
      modelClass: Comment,
      join: { from: 'posts.id', to: 'comments.post_id' },
    },
    tags: {
      relation: Model.ManyToManyRelation,
      modelClass: Tag,
      join: {
        from: 'posts.id',
        through: {
          from: 'posts_tags.post_id',
          to: 'posts_tags.tag_id',
          extra: { _pivot_post_id: 'post_id', _pivot_tag_id: 'tag_id', _pivot_weight: 'weight' },
        },
        to: 'tags.id',
      },
    },
  };
}

class User extends Model {
  static override tableName = 'users';
  static override relationMappings = {
    posts: { relation: Model.HasManyRelation, modelClass: Post, join: { from: 'users.id', to: 'posts.user_id' } },
  };
}

/** Objection, with `withGraphFetched`. */
export const objection: Contender<GraphSession> = {
  name: 'objection',

  async open(driver, address) {
    const db = knexFor(driver, address);
    const toJSON = (models: Model[]) => models.map((model) => model.toJSON());
    return {
      nested: async (id) => toJSON(await User.query(db).where('id', '<=', id).withGraphFetched('posts.comments')),
      tagged: async (id) => toJSON(await Post.query(db).where('id', '<=', id).withGraphFetched('tags')),
      close: () => db.destroy(),
    };
  },
};
