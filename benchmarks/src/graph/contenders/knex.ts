import { knexFor } from '../../connect/knex.js';
import type { Contender } from '../../group.js';
import type { Comment, Post, TagOfPost, User } from '../schema.js';
import type { GraphSession } from '../session.js';
import { byHand } from './by-hand.js';

/** Plain knex, with the rows put together by hand. */
export const knex: Contender<GraphSession> = {
  name: 'knex',

  async open(driver, address) {
    const db = knexFor(driver, address);
    return byHand({
      usersUpTo: async (id) => db<User>('users').select('*').where('id', '<=', id),
      postsUpTo: async (id) => db<Post>('posts').select('*').where('id', '<=', id),
      postsOf: async (ids) => db<Post>('posts').select('*').whereIn('user_id', ids),
      commentsOf: async (ids) => db<Comment>('comments').select('*').whereIn('post_id', ids),
      tagsOf: async (ids): Promise<TagOfPost[]> =>
        db('tags')
          .join('posts_tags', 'posts_tags.tag_id', 'tags.id')
          .select('tags.*', 'posts_tags.post_id as _pivot_post_id', 'posts_tags.tag_id as _pivot_tag_id')
          .select('posts_tags.weight as _pivot_weight')
          .whereIn('posts_tags.post_id', ids),
      close: () => db.destroy(),
    });
  },
};
