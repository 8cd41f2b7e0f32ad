import { Model, type Pojo } from 'objection';
import { birthday, type StoredUser, type User as UserRow } from '../schema.js';
import { decode, encode } from './by-hand.js';
import type { Contender } from '../../group.js';
import type { UserSession } from '../session.js';
import { connect } from '../../connect.js';

class User extends Model {
  static override tableName = 'users';

  override $parseDatabaseJson(json: Pojo): Pojo {
    return decode(super.$parseDatabaseJson(json) as StoredUser);
  }

  override $formatDatabaseJson(json: Pojo): Pojo {
    return encode(super.$formatDatabaseJson(json));
  }
}
interface User extends UserRow {}

/** Objection, which decodes in $parseDatabaseJson and encodes in $formatDatabaseJson. */
export const objection: Contender<UserSession> = {
  name: 'objection',

  async open(driver, filename): Promise<UserSession<User, User[]>> {
    const db = connect(driver, filename);
    return {
      fetchAll: async () => User.query(db),
      toJSON: (users) => users.map((user) => user.toJSON() as UserRow),
      toPlain: (user) => user.toJSON(),

      async fetchEach(ids) {
        const users: User[] = [];
        for (const id of ids) users.push(await User.query(db).findById(id).throwIfNotFound());
        return users;
      },

      insertEach: (users) =>
        db.transaction(async (trx) => {
          for (const user of users) await User.query(trx).insert(user);
        }),

      updateEach: (ids) =>
        db.transaction(async (trx) => {
          for (const id of ids) {
            const user = await User.query(trx).findById(id).throwIfNotFound();
            await user.$query(trx).patch(birthday(user));
          }
        }),

      close: () => db.destroy(),
    };
  },
};
