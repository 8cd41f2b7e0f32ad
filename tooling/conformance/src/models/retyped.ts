import type { Dialect, Model, Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { newShelf, statementsOf, type Harness } from '../harness.js';

type Part = Record<string, unknown>;

interface Shop {
  readonly db: Shelf;
  readonly Part: ReturnType<typeof partOf>;
  /** How often the table was described. */
  described(): number;
}

function partOf(db: Shelf) {
  return db.Model.of<Part>().extend({ tableName: 'parts' });
}

async function makeParts(knex: Knex, addCode: (table: Knex.CreateTableBuilder) => unknown): Promise<void> {
  await knex.schema.dropTableIfExists('parts');
  await knex.schema.createTable('parts', (table) => {
    table.increments('id');
    table.integer('n').unique();
    void addCode(table);
  });
}

/** Runs a test on a table whose column was an integer until it was known, and is text by now. */
async function withRetyped(harness: Harness, work: (shop: Shop, part: Model<Part>) => Promise<void>): Promise<void> {
  let count = 0;
  const dialect = await harness.dialect();
  const watching: Dialect = {
    ...dialect,
    capabilities: dialect.capabilities,
    describe(knex, table, schema) {
      count++;
      return dialect.describe(knex, table, schema);
    },
  };
  const db = newShelf(harness, { dialect: watching });
  const Part = partOf(db);
  try {
    await makeParts(db.knex, (table) => table.integer('code'));
    // Often enough for statements to be prepared.
    for (let n = 0; n < 3; n++) {
      await new Part({ n, code: n }).save();
      await Part.where({ code: n }).fetchAll();
      await Part.where({ code: n }).count();
    }
    await makeParts(db.knex, (table) => table.string('code', 20));
    await db.knex('parts').insert({ n: 1, code: 'A-1' });
    await work({ db, Part, described: () => count }, new Part({ id: 1 }));
  } finally {
    await db.destroy();
  }
}

/** The ways by which a value meets its column. */
const ENTRIES: Readonly<Record<string, (shop: Shop, part: Model<Part>) => Promise<unknown>>> = {
  insert: ({ Part }) => new Part({ code: 'A-7' }).save(),
  update: (_, part) => part.save({ code: 'A-7' }),
  patch: (_, part) => part.save({ code: 'A-7' }, { patch: true }),
  'update by condition': ({ Part }) => Part.where({ code: 'A-1' }).save({ n: 5 }, { method: 'update', patch: true }),
  upsert: ({ Part }) => Part.upsert({ n: 1, code: 'A-7' }, { conflict: 'n' }),
  saveAll: ({ Part }) => Part.collection([{ code: 'A-7' }, { code: 'A-8' }]).saveAll(),
  'where, fetched': async ({ Part }) =>
    expect((await Part.where('code', '=', 'A-1').fetchAll()).pluck('id')).toEqual([1]),
  'where, counted': async ({ Part }) => expect(await Part.where({ code: 'A-1' }).count()).toBe(1),
  'where, on a page': async ({ Part }) =>
    expect((await Part.where({ code: 'A-1' }).fetchPage({ page: 1 })).pluck('id')).toEqual([1]),
  'fetched by it': async ({ Part }) => expect((await new Part({ code: 'A-1' }).fetch())?.id).toBe(1),
  'destroyed by it': async ({ Part }) => {
    await Part.where({ code: 'A-1' }).destroy();
    expect(await Part.count()).toBe(0);
  },
};

/** A column gets another type while a program runs. */
export function retypedSuite(harness: Harness): void {
  test.each(Object.entries(ENTRIES))('%s: the new type is noticed before a value is refused', (_, enter) =>
    withRetyped(harness, async (shop, part) => {
      await enter(shop, part);
      const codes = (await shop.db.knex('parts').pluck('code')) as unknown[];
      expect(codes.every((code) => typeof code === 'string')).toBe(true);
    }),
  );

  test('in a transaction too', () =>
    withRetyped(harness, async ({ db, Part }) => {
      await db.transaction(async (transacting) => {
        await new Part({ code: 'A-7' }).save(null, { transacting });
        expect((await Part.where({ code: 'A-7' }).fetchAll({ transacting })).length).toBe(1);
      });
    }));

  test('the table is looked at once in a while, and not for each value that is refused', () =>
    withRetyped(harness, async ({ db, Part, described }) => {
      await new Part({ code: 'A-7' }).save();
      const before = described();
      const sent = await statementsOf(db, async () => {
        for (let i = 0; i < 5; i++)
          await expect(new Part({ code: true }).save()).rejects.toBeInstanceOf(db.InvalidValueError);
      });
      expect([described() - before, sent]).toEqual([0, []]);
    }));

  test('what is stored has the digits that the new type has', async () => {
    const db = newShelf(harness, { dialect: await harness.dialect() });
    try {
      const Part = partOf(db);
      await makeParts(db.knex, (table) => table.integer('code'));
      for (let n = 0; n < 3; n++) await new Part({ n, code: n }).save();
      await makeParts(db.knex, (table) => table.specificType('code', 'decimal(10, 2)'));
      const { id } = await new Part({ code: '1.25' }).save();
      const stored = (await new Part({ id }).fetch({ require: true })).get('code');
      expect(Number(stored)).toBe(1.25);
      await db.knex('parts').insert({ n: 9, code: 2.75 });
      expect(Number((await Part.where({ n: 9 }).fetch())?.get('code'))).toBe(2.75);
    } finally {
      await db.destroy();
    }
  });
}
