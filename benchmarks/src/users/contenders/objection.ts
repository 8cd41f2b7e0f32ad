import { Model, type Pojo } from 'objection';
import { knexFor } from '../../connect/knex.js';
import type { Driver } from '../../drivers.js';
import type { Contender } from '../../group.js';
import { birthday, type User as UserRow } from '../schema.js';
import type { UserSession } from '../session.js';
import { conversions, type StoredUser } from './conversions.js';

class User extends Model {
  static override tableName = 'users';
}
interface User extends UserRow {}

/** Objection, which decodes in $parseDatabaseJson and encodes in $formatDatabaseJson where the driver does not. */
export const objection: Contender<UserSession> = {
  name: 'objection',

  async open(driver, address): Promise<UserSession<User, User[]>> {
    const db = knexFor(driver, address);
    const Class = driver === 'postgres' ? User : converting(driver);
    return {
      fetchAll: async () => Class.query(db),
      toJSON: (users) => users.map((user) => user.toJSON() as UserRow),
      toPlain: (user) => user.toJSON(),

      async fetchEach(ids) {
        const users: User[] = [];
        for (const id of ids) users.push(await Class.query(db).findById(id).throwIfNotFound());
        return users;
      },

      insertEach: (users) =>
        db.transaction(async (trx) => {
          for (const user of users) await Class.query(trx).insert(user);
        }),

      updateEach: (ids) =>
        db.transaction(async (trx) => {
          for (const id of ids) {
            const user = await Class.query(trx).findById(id).throwIfNotFound();
            await user.$query(trx).patch(birthday(user));
          }
        }),

      close: () => db.destroy(),
    };
  },
};

function converting(driver: Driver): typeof User {
  const { decode, encode } = conversions[driver];
  return class extends User {
    override $parseDatabaseJson(json: Pojo): Pojo {
      return decode(super.$parseDatabaseJson(json) as StoredUser);
    }

    override $formatDatabaseJson(json: Pojo): Pojo {
      return encode(super.$formatDatabaseJson(json));
    }
  };
}
