import type { Knex } from 'knex';

/** Which of the two kinds of server the tests run on. */
export async function isMariaDB(knex: Knex): Promise<boolean> {
  const [[{ version }]] = (await knex.raw('select version() as version')) as [[{ version: string }]];
  return version.includes('MariaDB');
}
