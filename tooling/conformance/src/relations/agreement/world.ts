import type { Shelf } from '@shelf/core';
import * as fc from 'fast-check';
import type { Row } from '../entities.js';

/** The rows of each table. */
export type World = Readonly<Record<TableName, readonly Row[]>>;

export type TableName = keyof typeof TABLES;

const small = { id: 'integer', rank: 'integer', label: 'string' } as const;

/** All have a key, a rank and a label, so that a name without its table could be any table's. */
export const TABLES = {
  people: { ...small, boss_id: 'reference' },
  books: { ...small, person_id: 'reference', hidden: 'hidden' },
  tags: small,
  chapters: { ...small, book_id: 'reference' },
  notes: { ...small, subject_type: 'type', subject_id: 'text' },
  books_tags: { id: 'integer', rank: 'integer', book_id: 'reference', tag_id: 'reference' },
  friends: { id: 'integer', rank: 'integer', person_id: 'reference', friend_id: 'reference' },
  rooms: { ...small, house: 'reference', number: 'reference' },
  beds: { ...small, house: 'reference', room: 'reference' },
  extras: { id: 'integer', label: 'string', size: 'integer' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export const LABELS = ['x', 'y', 'z'] as const;

const VALUES = {
  // Some are equal, some lead nowhere, and some are missing.
  reference: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  // The number of a key as it is written, or something that only looks like one.
  text: fc.constantFrom('1', '2', '3', '4', '01', '', 'x', null),
  integer: fc.integer({ min: 0, max: 3 }),
  string: fc.constantFrom(...LABELS),
  type: fc.constantFrom('books', 'people', null),
  hidden: fc.constantFrom(0, 0, 1),
} as const;

const rowsOf = (columns: Readonly<Record<string, string>>): fc.Arbitrary<Row[]> => {
  const values = Object.entries(columns)
    .filter(([name]) => name !== 'id')
    .map(([name, kind]) => [name, VALUES[kind as keyof typeof VALUES]] as const);
  return fc
    .array(fc.record(Object.fromEntries(values)), { maxLength: 'boss_id' in columns ? 4 : 7, size: 'max' })
    .map((rows) => rows.map((row, i) => ({ id: i + 1, ...row })));
};

/** Tables without rows. */
export const NO_ROWS = Object.fromEntries(Object.keys(TABLES).map((name) => [name, []])) as unknown as World;

/** Rows of some tables. */
export function worldsOf(names: readonly TableName[]): fc.Arbitrary<Partial<World>> {
  return fc.record(Object.fromEntries(names.map((name) => [name, rowsOf(TABLES[name])])));
}

export async function makeTables(db: Shelf): Promise<void> {
  for (const [name, columns] of Object.entries(TABLES)) {
    await db.knex.schema.createTable(name, (table) => {
      for (const [column, kind] of Object.entries(columns)) {
        if (column === 'id') table.integer(column).primary();
        else if (kind === 'string' || kind === 'type' || kind === 'text') table.string(column, 20);
        else table.integer(column);
      }
    });
  }
}

/** Puts the rows into their tables, in the place of those that were there. */
export async function store(db: Shelf, world: World, names: readonly TableName[]): Promise<void> {
  for (const name of names) {
    await db.knex(name).delete();
    if (world[name].length > 0) await db.knex(name).insert([...world[name]]);
  }
}
