import { db } from '../src/db.js';
import { createSchema } from '../src/schema.js';
import { seed, type Stock } from '../src/seed.js';

/** A day of March 2026. */
export const march = (day: number): Date => new Date(Date.UTC(2026, 2, day));

/** Each test gets the library as it begins. */
export function useLibrary(): () => Stock {
  let stock: Stock;
  beforeAll(createSchema);
  beforeEach(async () => {
    // Those that refer to others first.
    for (const table of ['notes', 'tags_works', 'tags', 'fines', 'holds', 'loans', 'copies', 'editions', 'works'])
      await db.knex(table).delete();
    await db.knex('authors').delete();
    await db.knex('members').delete();
    stock = await seed();
  });
  afterAll(() => db.destroy());
  return () => stock;
}
