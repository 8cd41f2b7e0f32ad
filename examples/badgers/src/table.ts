import { createShelf } from '@shelf/core';
import { createHstore, postgres } from '@shelf/pg-hstore';

/** Makes the table `badgers`, runs something, and drops the table; one that was there before is left alone, and nothing is run. */
export async function withTable(url: string, run: () => Promise<void>): Promise<void> {
  const { knex, destroy } = createShelf({ dialect: postgres(url) });
  try {
    await createHstore(knex);
    await knex.raw('create table badgers (id serial, name varchar(128), owner_id integer, attributes hstore)');
    try {
      await run();
    } finally {
      await knex.schema.dropTable('badgers');
    }
  } finally {
    await destroy();
  }
}
