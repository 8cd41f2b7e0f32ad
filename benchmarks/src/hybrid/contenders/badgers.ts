import { createShelf } from '@shelf/core';
import { dialectFor } from '../../connect/dialect.js';
import type { HybridSession } from '../session.js';

/** Shelf over one of the two tables; the code is the same. */
export function badgersIn(tableName: string, address: string): HybridSession {
  const db = createShelf({ dialect: dialectFor('postgres', address) });

  class Badger extends db.Model {
    static override tableName = tableName;
  }

  return {
    all: async () => (await Badger.fetchAll()).toJSON(),

    async each(ids) {
      const badgers: object[] = [];
      for (const id of ids) badgers.push((await new Badger({ id }).fetch({ require: true })).toJSON());
      return badgers;
    },

    close: () => db.destroy(),
  };
}
