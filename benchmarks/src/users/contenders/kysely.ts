import type { Generated, Insertable } from 'kysely';
import { kyselyFor, type KyselyDriver } from '../../connect/kysely.js';
import { servers } from '../../drivers.js';
import type { Contender } from '../../group.js';
import { birthday, type User } from '../schema.js';
import type { UserSession } from '../session.js';
import { conversions } from './conversions.js';

interface Tables {
  users: Omit<User, 'id'> & { id: Generated<number> };
}

/** Kysely, with the conversions written by hand. */
export const kysely: Contender<UserSession> = {
  name: 'kysely',
  drivers: servers,

  async open(driver, address): Promise<UserSession<User, User[]>> {
    const db = kyselyFor<Tables>(driver as KyselyDriver, address);
    const { decode, encode } = conversions[driver];
    const returning = driver === 'postgres';

    return {
      async fetchAll() {
        const rows = await db.selectFrom('users').selectAll().execute();
        return rows.map(decode);
      },

      toJSON: (users) => users.map((user) => ({ ...user })),
      toPlain: (user) => user,

      async fetchEach(ids) {
        const users: User[] = [];
        for (const id of ids)
          users.push(decode(await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()));
        return users;
      },

      insertEach: (users) =>
        db.transaction().execute(async (trx) => {
          const insert = (user: Insertable<Tables['users']>) => trx.insertInto('users').values(user);
          for (const user of users) {
            if (returning) await insert(user).returning('id').executeTakeFirstOrThrow();
            else await insert(encode(user)).executeTakeFirstOrThrow();
          }
        }),

      updateEach: (ids) =>
        db.transaction().execute(async (trx) => {
          for (const id of ids) {
            const user = decode(await trx.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst());
            await trx
              .updateTable('users')
              .set(encode(birthday(user)))
              .where('id', '=', id)
              .execute();
          }
        }),

      close: () => db.destroy(),
    };
  },
};
