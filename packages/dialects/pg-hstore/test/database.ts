import { usePostgres, type PostgresDatabase } from '@shelf-tooling/servers';
import { postgres, type PostgresOptions } from '../src/index.js';
import type { Dialect } from '@shelf/core';

/** A database for the tests of one file, with dialects on it. */
export interface Database extends PostgresDatabase {
  /** A dialect on an empty schema of its own. */
  dialect(options?: PostgresOptions): Promise<Dialect>;
}

/** Makes a database for the tests of the file that calls this. */
export function useDatabase(...setUp: string[]): Database {
  const database = usePostgres(...setUp);
  return {
    ...database,
    async dialect(options = {}) {
      const schema = await database.emptySchema();
      return postgres({ connectionString: database.url, searchPath: [schema, 'public'], ...options });
    },
  };
}
