import { birthday, type StoredUser, type User } from '../schema.js';
import { decode, encode } from './by-hand.js';
import { connect } from '../../connect.js';
import type { Contender } from '../../group.js';
import type { UserSession } from '../session.js';

/** Plain knex, with the conversions written by hand. */
export const knex: Contender<UserSession> = {
  name: 'knex',

  async open(driver, filename): Promise<UserSession<User, User[]>> {
    const db = connect(driver, filename);
    return {
      async fetchAll() {
        const rows: StoredUser[] = await db('users').select('*');
        for (const row of rows) decode(row);
        return rows as unknown as User[];
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
          for (const user of users) await trx('users').insert(encode(user));
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
