import * as conformance from '@shelf/conformance';
import type { Harness } from '@shelf/conformance';
import { useDatabase } from './database.js';
import { insertEffects } from './insert-effects.js';

const database = useDatabase();
const harness: Harness = {
  name: 'pg',
  deferredKeys: true,
  namesOldestKey: true,
  insertEffects,
  generatedKey: 'serial primary key',
  nullCharacter: false,
  slow: 'pg_sleep(60) is not null',
  dialect: ({ pool, knex } = {}) =>
    database.dialect({
      ...(pool === undefined ? {} : { pool }),
      ...(knex === undefined ? {} : { knex }),
    }),
  plain() {
    const { name, make } = database.schema();
    return {
      client: 'pg',
      searchPath: [name],
      connection: async () => {
        await make();
        return { connectionString: database.url };
      },
    };
  },
};
// Every suite that is exported is run, so that none can be forgotten here.
const suites = Object.entries(conformance).map(([name, suite]) => ({ name, suite }));

describe.each(suites)('$name', ({ suite }) => {
  suite(harness);
});
