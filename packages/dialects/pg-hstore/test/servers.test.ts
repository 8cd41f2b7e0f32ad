import { serverSuite } from '@shelf/conformance/servers';
import { startProxy } from '@shelf-tooling/servers';
import { postgres } from '../src/index.js';
import { useDatabase } from './database.js';

const database = useDatabase();

serverSuite({
  async database() {
    const url = new URL(database.url);
    url.searchParams.set('options', `-c search_path=${await database.emptySchema()}`);
    return url.href;
  },
  dialect: (connectionString, { pool, connectTimeout }) =>
    postgres({
      connectionString,
      ...(pool && { pool }),
      ...(connectTimeout !== undefined && { connectionTimeoutMillis: connectTimeout }),
    }),
  startProxy,
  begin: 'BEGIN',
  slow: 'pg_sleep(60) is not null',
});
