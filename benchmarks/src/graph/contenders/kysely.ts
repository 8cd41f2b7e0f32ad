import { kyselyFor, type KyselyDriver } from '../../connect/kysely.js';
import { servers } from '../../drivers.js';
import type { Contender } from '../../group.js';
import type { Tables } from '../schema.js';
import type { GraphSession } from '../session.js';
import { byHand } from './by-hand.js';

/** Kysely, with the rows put together by hand. */
export const kysely: Contender<GraphSession> = {
  name: 'kysely',
  drivers: ['better-sqlite3', ...servers],

  async open(driver, address) {
    const db = kyselyFor<Tables>(driver as KyselyDriver, address);
    return byHand({
      usersUpTo: (id) => db.selectFrom('users').selectAll().where('id', '<=', id).execute(),
      postsUpTo: (id) => db.selectFrom('posts').selectAll().where('id', '<=', id).execute(),
      postsOf: (ids) => db.selectFrom('posts').selectAll().where('user_id', 'in', ids).execute(),
      commentsOf: (ids) => db.selectFrom('comments').selectAll().where('post_id', 'in', ids).execute(),
      tagsOf: (ids) =>
        db
          .selectFrom('tags')
          .innerJoin('posts_tags', 'posts_tags.tag_id', 'tags.id')
          .selectAll('tags')
          .select(['posts_tags.post_id as _pivot_post_id', 'posts_tags.tag_id as _pivot_tag_id'])
          .select('posts_tags.weight as _pivot_weight')
          .where('posts_tags.post_id', 'in', ids)
          .execute(),
      close: () => db.destroy(),
    });
  },
};
