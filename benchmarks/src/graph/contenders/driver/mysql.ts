import mysql, { type RowDataPacket } from 'mysql2/promise';
import { mysqlConnection } from '../../../connect/mysql.js';
import { poolSize } from '../../../connect/pool.js';
import type { Queries } from '../by-hand.js';
import { selectTags } from './tags.js';

/** `mysql2` as its manual shows it: a list of keys stands in the place of one mark. */
export function openMysql(address: string): Queries {
  const pool = mysql.createPool({ ...mysqlConnection(address), connectionLimit: poolSize });
  async function all<T>(sql: string, values: unknown[]): Promise<T[]> {
    const [rows] = await pool.query<RowDataPacket[]>(sql, values);
    return rows as T[];
  }
  return {
    usersUpTo: (id) => all('select * from users where id <= ?', [id]),
    postsUpTo: (id) => all('select * from posts where id <= ?', [id]),
    postsOf: (ids) => all('select * from posts where user_id in (?)', [ids]),
    commentsOf: (ids) => all('select * from comments where post_id in (?)', [ids]),
    tagsOf: (ids) => all(`${selectTags} where posts_tags.post_id in (?)`, [ids]),
    close: () => pool.end(),
  };
}
