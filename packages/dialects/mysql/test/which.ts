import { createShelf } from '@shelf/core';
import { mysqlUrl, startMariadb, startMysql, type Server } from '@shelf-tooling/servers';
import { mysql } from '../src/index.js';
import type { Knex } from 'knex';

/** Which of the two kinds of server the tests run on. */
export async function isMariaDB(knex: Knex): Promise<boolean> {
  const [[{ version }]] = (await knex.raw('select version() as version')) as [[{ version: string }]];
  return version.includes('MariaDB');
}

/** Starts a server of the kind that the tests run on. */
export async function startOwn(): Promise<Server> {
  const db = createShelf({ dialect: mysql(mysqlUrl()) });
  try {
    return await ((await isMariaDB(db.knex)) ? startMariadb() : startMysql());
  } finally {
    await db.destroy();
  }
}
