import { columnOf, read, roundTrip } from './open.js';
import type { SqliteDriver } from '../src/index.js';

/** What tests of columns say of values: that they travel, are refused, or are read. */
export function valuesOn(driver: SqliteDriver) {
  /** Stores each value in a column so declared, and reads it back. */
  async function travels(
    declared: string,
    pairs: readonly (readonly [given: unknown, read: unknown])[],
    bigInts = false,
  ): Promise<void> {
    const { knex, codec } = await columnOf(declared, { driver, bigInts });
    for (const [given, expected] of pairs) {
      expect([given, await roundTrip(knex, codec, given)]).toEqual([given, expected]);
    }
  }

  /** What a column so declared says of each value that it refuses. */
  async function refuses(declared: string, ...values: unknown[]): Promise<void> {
    const { codec } = await columnOf(declared, { driver });
    for (const value of values) {
      const encode = (): unknown => codec.encode!(value);
      expect(encode).toThrow(TypeError);
      expect(encode).toThrow(/^cannot hold .+: .+|^cannot hold .+ that contains itself/);
    }
  }

  const same = (...values: unknown[]): [unknown, unknown][] => values.map((value) => [value, value]);

  /** What comes of a value that others stored. */
  async function reads(declared: string, sql: string, expected: unknown, bigInts = false): Promise<void> {
    const { knex, codec } = await columnOf(declared, { driver, bigInts });
    await knex.raw(`insert into things (value) values (${sql})`);
    expect([sql, await read(knex, codec)]).toEqual([sql, expected]);
  }

  return { travels, refuses, same, reads };
}
