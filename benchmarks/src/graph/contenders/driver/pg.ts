import { Pool, type QueryResultRow } from 'pg';
import { poolSize } from '../../../connect/pool.js';
import type { Queries } from '../by-hand.js';
import { selectTags } from './tags.js';

/** `pg` as its manual shows it: a list of keys is one parameter. */
export function openPg(connectionString: string): Queries {
  const pool = new Pool({ connectionString, max: poolSize });
  const all = async <T extends QueryResultRow>(text: string, values: unknown[]) =>
    (await pool.query<T>(text, values)).rows;
  return {
    usersUpTo: (id) => all('select * from users where id <= $1', [id]),
    postsUpTo: (id) => all('select * from posts where id <= $1', [id]),
    postsOf: (ids) => all('select * from posts where user_id = any($1)', [ids]),
    commentsOf: (ids) => all('select * from comments where post_id = any($1)', [ids]),
    tagsOf: (ids) => all(`${selectTags} where posts_tags.post_id = any($1)`, [ids]),
    close: () => pool.end(),
  };
}
