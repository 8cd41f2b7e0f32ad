import { knexFor } from '../../connect/knex.js';
import type { Contender } from '../../group.js';
import { birthday, type User } from '../schema.js';
import type { UserSession } from '../session.js';
import { conversions, type StoredUser } from './conversions.js';

/** Plain knex, with the conversions written by hand. */
export const knex: Contender<UserSession> = {
  name: 'knex',

  async open(driver, address): Promise<UserSession<User, User[]>> {
    const db = knexFor(driver, address);
    const { decode, encode } = conversions[driver];
    // Elsewhere knex resolves to the id by itself.
    const returning = driver === 'postgres' ? ['id'] : [];

    return {
      async fetchAll() {
        const rows: StoredUser[] = await db('users').select('*');
        return rows.map(decode);
      },

      toJSON: (users) => users.map((user) => ({ ...user })),
      toPlain: (user) => user,

      async fetchEach(ids) {
        const users: User[] = [];
        for (const id of ids) users.push(decode(await db('users').where({ id }).first()));
        return users;
      },

      insertEach: (users) =>
        db.transaction(async (trx) => {
          for (const user of users) await trx('users').insert(encode(user), returning);
        }),

      updateEach: (ids) =>
        db.transaction(async (trx) => {
          for (const id of ids) {
            const user = decode(await trx('users').where({ id }).first());
            await trx('users')
              .where({ id })
              .update(encode(birthday(user)));
          }
        }),

      close: () => db.destroy(),
    };
  },
};
