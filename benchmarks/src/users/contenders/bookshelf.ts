import createBookshelf, { type Collection, type Model } from 'bookshelf';
import { birthday, type User as UserRow } from '../schema.js';
import { decode, encode } from './by-hand.js';
import { connect } from '../../connect.js';
import type { Contender } from '../../group.js';
import type { UserSession } from '../session.js';

/** Bookshelf 1.2, which decodes in parse and encodes in format. */
export const bookshelf: Contender<UserSession> = {
  name: 'bookshelf',

  async open(driver, filename): Promise<UserSession<Model, Collection>> {
    const db = connect(driver, filename);
    const shelf = createBookshelf(db);
    const User = shelf.Model.extend({ tableName: 'users', parse: decode, format: encode });

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
