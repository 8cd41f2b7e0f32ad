import createBookshelf, { type Collection, type Model } from 'bookshelf';
import { knexFor } from '../../connect/knex.js';
import type { Contender } from '../../group.js';
import { birthday, type User as UserRow } from '../schema.js';
import type { UserSession } from '../session.js';
import { conversions } from './conversions.js';

/** Bookshelf 1.2, which decodes in parse and encodes in format where the driver does not. */
export const bookshelf: Contender<UserSession> = {
  name: 'bookshelf',

  async open(driver, address): Promise<UserSession<Model, Collection>> {
    const db = knexFor(driver, address);
    const shelf = createBookshelf(db);
    const { decode: parse, encode: format } = conversions[driver];
    const User = shelf.Model.extend({ tableName: 'users', ...(driver === 'postgres' ? {} : { parse, format }) });

    return {
      fetchAll: () => User.fetchAll(),
      toJSON: (users) => users.toJSON() as UserRow[],
      toPlain: (user) => user.toJSON() as UserRow,

      async fetchEach(ids) {
        const users: Model[] = [];
        for (const id of ids) users.push(await new User({ id }).fetch());
        return users;
      },

      insertEach: (users) =>
        shelf.transaction(async (transacting) => {
          for (const user of users) await new User(user).save(null, { transacting });
        }),

      updateEach: (ids) =>
        shelf.transaction(async (transacting) => {
          for (const id of ids) {
            const user = await new User({ id }).fetch({ transacting });
            user.set(birthday(user.attributes as UserRow));
            await user.save(null, { transacting });
          }
        }),

      close: () => db.destroy(),
    };
  },
};
