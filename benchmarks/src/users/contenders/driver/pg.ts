import { Pool, type PoolClient } from 'pg';
import { poolSize } from '../../../connect/pool.js';
import { birthday, type User } from '../../schema.js';
import type { UserSession } from '../../session.js';

/** `pg` by hand, as its manual shows it: `query(text, values)` on the pool, or on one client for a transaction. */
export async function openPg(connectionString: string): Promise<UserSession<User, User[]>> {
  const pool = new Pool({ connectionString, max: poolSize });

  async function byId(queryable: Pool | PoolClient, id: number): Promise<User> {
    const { rows } = await queryable.query<User>('select * from users where id = $1', [id]);
    const [user] = rows;
    if (!user) throw new Error(`There is no user ${id}`);
    return user;
  }

  async function transaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await work(client);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  return {
    fetchAll: async () => (await pool.query<User>('select * from users')).rows,

    toJSON: (users) => users.map((user) => ({ ...user })),
    toPlain: (user) => user,

    async fetchEach(ids) {
      const users: User[] = [];
      for (const id of ids) users.push(await byId(pool, id));
      return users;
    },

    insertEach: (users) =>
      transaction(async (client) => {
        for (const { name, email, age, active, score, created_at, updated_at } of users)
          await client.query(
            `insert into users (name, email, age, active, score, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7) returning id`,
            [name, email, age, active, score, created_at, updated_at],
          );
      }),

    updateEach: (ids) =>
      transaction(async (client) => {
        for (const id of ids) {
          const { age, active, updated_at } = birthday(await byId(client, id));
          await client.query('update users set age = $1, active = $2, updated_at = $3 where id = $4', [
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
