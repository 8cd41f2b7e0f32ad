import { createRequire } from 'node:module';
import type { Connection } from 'mysql2';
import type { Driver } from '../src/connect.js';

export const driver = createRequire(import.meta.url)('mysql2') as Driver;

/** Rows as mysql2 answers with them. */
export type Fetched = Record<string, unknown>[];

/** Sends a statement by mysql2 alone. */
export function fetched(
  plain: Connection,
  method: 'query' | 'execute',
  sql: string,
  values: readonly unknown[],
): Promise<Fetched> {
  return new Promise((resolve, reject) =>
    plain[method]({ sql, values: values as never }, (error, rows) =>
      error ? reject(error) : resolve(rows as Fetched),
    ),
  );
}
