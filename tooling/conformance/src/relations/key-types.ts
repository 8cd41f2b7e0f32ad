import type { Knex } from 'knex';

/** Keys of one type, chosen so that a careless comparison takes one for another. */
export interface KeyType {
  readonly name: string;
  /** How each of the key's columns is made. */
  readonly columns: readonly ((table: Knex.CreateTableBuilder, name: string) => unknown)[];
  /** The i-th key, from 0 to 8. */
  key(i: number): readonly unknown[];
}

const BEYOND = 2n ** 53n;

export const KEY_TYPES: readonly KeyType[] = [
  { name: 'integer', columns: [(table, name) => table.integer(name)], key: (i) => [i + 1] },
  {
    name: 'integer beyond 2^53',
    columns: [(table, name) => table.bigInteger(name)],
    key: (i) => [String(BEYOND + BigInt(i))],
  },
  { name: 'string', columns: [(table, name) => table.string(name)], key: (i) => [`${'0'.repeat(i)}1`] },
  {
    name: 'uuid',
    columns: [(table, name) => table.uuid(name)],
    key: (i) => [`6fa459ea-ee8a-4ca4-894e-db77e160355${i}`],
  },
  {
    name: 'Buffer',
    columns: [(table, name) => table.binary(name, 8)],
    key: (i) => [Buffer.from([0, 0xff, 0xff - i])],
  },
  {
    name: 'date-time',
    columns: [(table, name) => table.datetime(name, { precision: 3 })],
    key: (i) => [new Date(Date.UTC(2020, 0, 1, 0, 0, 0, i))],
  },
  {
    name: 'composite',
    columns: [(table, name) => table.string(name, 20), (table, name) => table.string(name, 20)],
    key: (i) => ['1'.repeat(i + 1), '1'.repeat(9 - i)],
  },
];

/** The columns of a key: one name, or one with a number for each part. */
export function keyColumns({ columns }: KeyType, name: string): string[] {
  return columns.length === 1 ? [name] : columns.map((_, i) => `${name}_${i}`);
}

/** A key's columns as relations take them. */
export function keyName(type: KeyType, name: string): string | string[] {
  const names = keyColumns(type, name);
  return names.length === 1 ? (names[0] as string) : names;
}
