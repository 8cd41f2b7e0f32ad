import { createShelf, type Plugin } from '@shelf/core';
import { dialectFor } from '../../connect/dialect.js';
import type { Driver } from '../../drivers.js';
import type { RenamedSession } from '../session.js';

/** Shelf with some plugins; the code is the same. */
export function usersWith(plugins: readonly Plugin<never>[], driver: Driver, address: string): RenamedSession {
  const db = createShelf({ dialect: dialectFor(driver, address), plugins });

  class User extends db.Model {
    static override tableName = 'users';
  }

  return {
    all: async () => (await User.fetchAll()).toJSON(),

    async each(ids) {
      const users: object[] = [];
      for (const id of ids) users.push((await new User({ id }).fetch({ require: true })).toJSON());
      return users;
    },

    close: () => db.destroy(),
  };
}
