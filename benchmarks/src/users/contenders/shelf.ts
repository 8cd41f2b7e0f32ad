import { createShelf, type Collection } from '@shelf/core';
import { dialectFor } from '../../connect/dialect.js';
import { birthday, type User as UserRow } from '../schema.js';
import type { Contender } from '../../group.js';
import type { UserSession } from '../session.js';

/** Shelf, which decodes and encodes by the columns' declared types. */
export const shelf: Contender<UserSession> = {
  name: 'shelf',

  async open(driver, address) {
    const db = createShelf({ dialect: dialectFor(driver, address) });

    class User extends db.Model<UserRow> {
      static override tableName = 'users';
    }

    const session: UserSession<User, Collection<User>> = {
      fetchAll: () => User.fetchAll(),
      toJSON: (users) => users.toJSON(),
      toPlain: (user) => user.toJSON(),

      async fetchEach(ids) {
        const users: User[] = [];
        for (const id of ids) users.push(await new User({ id }).fetch({ require: true }));
        return users;
      },

      insertEach: (users) =>
        db.transaction(async (transacting) => {
          for (const user of users) await new User(user).save(null, { transacting });
        }),

      updateEach: (ids) =>
        db.transaction(async (transacting) => {
          for (const id of ids) {
            const user = await new User({ id }).fetch({ require: true, transacting });
            user.set(
              birthday({ age: user.get('age'), active: user.get('active'), updated_at: user.get('updated_at') }),
            );
            await user.save(null, { transacting });
          }
        }),

      close: () => db.destroy(),
    };
    return session;
  },
};
