import { Client } from 'pg';
import type { Database, Source } from './database.js';

const server = process.env['SHELF_TEST_POSTGRES'] || 'postgres://postgres@127.0.0.1:5432/postgres';

/** Databases of their own on the PostgreSQL server that tests use. */
export const postgres: Source = {
  async describe() {
    const [found] = await run(server, (client) => client.query<{ version: string }>('select version()'));
    return found?.version.split(',')[0] ?? 'PostgreSQL';
  },

  advice: 'start one, or name one: SHELF_TEST_POSTGRES=postgres://user:password@host/database',

  async create(name) {
    const database = `shelf_bench_${process.pid}_${name}`.replaceAll(/\W/g, '_');
    await run(server, (client) => client.query(`create database ${database}`));
    return open(database);
  },
};

function open(database: string): Database {
  const url = new URL(server);
  url.pathname = database;
  const address = url.href;
  return {
    driver: 'postgres',
    address,

    async fill(createTables, tables) {
      await run(address, async (client) => {
        await client.query(createTables);
        for (const [table, rows] of Object.entries(tables)) {
          const columns = Object.keys(rows[0] ?? {}).join(', ');
          if (columns === '') continue;
          const insert = `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`;
          await client.query(insert, [JSON.stringify(rows)]);
        }
        // What the server would else do by itself, in the middle of a race.
        return client.query('vacuum analyze');
      });
    },

    all: (query) => run(address, (client) => client.query(query)),
    drop: async () => void (await run(server, (client) => client.query(`drop database ${database} with (force)`))),
  };
}

async function run<T extends object>(address: string, work: (client: Client) => Promise<{ rows: T[] }>): Promise<T[]> {
  const client = new Client({ connectionString: address, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    return (await work(client)).rows;
  } finally {
    await client.end();
  }
}
