import mysql, { type Pool, type PoolConnection, type RowDataPacket } from 'mysql2/promise';
import { mysqlConnection } from '../../../connect/mysql.js';
import { poolSize } from '../../../connect/pool.js';
import { birthday, type User } from '../../schema.js';
import type { UserSession } from '../../session.js';
import { conversions, type StoredUser } from '../conversions.js';

type UserRow = StoredUser & RowDataPacket;

const { decode } = conversions.mariadb;

/** `mysql2` by hand, as its manual shows it: `query(sql, values)` on the pool, or on one connection for a transaction. */
export async function openMysql(address: string): Promise<UserSession<User, User[]>> {
  const pool = mysql.createPool({ ...mysqlConnection(address), connectionLimit: poolSize });

  async function byId(queryable: Pool | PoolConnection, id: number): Promise<User> {
    const [rows] = await queryable.query<UserRow[]>('select * from users where id = ?', [id]);
    return decode(rows[0]);
  }

  async function transaction(work: (connection: PoolConnection) => Promise<void>): Promise<void> {
    const connection = await pool.getConnection();
    try {
      await connection.beginTransaction();
      await work(connection);
      await connection.commit();
    } catch (error) {
      await connection.rollback();
      throw error;
    } finally {
      connection.release();
    }
  }

  return {
    async fetchAll() {
      const [rows] = await pool.query<UserRow[]>('select * from users');
      return rows.map(decode);
    },

    toJSON: (users) => users.map((user) => ({ ...user })),
    toPlain: (user) => user,

    async fetchEach(ids) {
      const users: User[] = [];
      for (const id of ids) users.push(await byId(pool, id));
      return users;
    },

    insertEach: (users) =>
      transaction(async (connection) => {
        for (const { name, email, age, active, score, created_at, updated_at } of users)
          await connection.query(
            `insert into users (name, email, age, active, score, created_at, updated_at)
             values (?, ?, ?, ?, ?, ?, ?)`,
            [name, email, age, active, score, created_at, updated_at],
          );
      }),

    updateEach: (ids) =>
      transaction(async (connection) => {
        for (const id of ids) {
          const { age, active, updated_at } = birthday(await byId(connection, id));
          await connection.query('update users set age = ?, active = ?, updated_at = ? where id = ?', [
            age,
            active,
            updated_at,
            id,
          ]);
        }
      }),

    close: () => pool.end(),
  };
}
