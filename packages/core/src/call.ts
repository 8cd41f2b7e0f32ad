import type { Knex } from 'knex';

/** A hash of attributes, or a row as the driver made it. */
export type Row = Record<string, unknown>;

/** Options as the caller gave them; each verb reads the ones it knows. */
export interface CallOptions {
  [option: string]: unknown;
  transacting?: Knex.Transaction | null | undefined;
  require?: boolean | undefined;
  columns?: string | string[] | undefined;
  debug?: boolean | undefined;
  signal?: AbortSignal | undefined;
  timeout?: number | undefined;
  lock?: 'forUpdate' | 'forShare' | undefined;
  withSchema?: string | undefined;
  patch?: boolean | undefined;
  method?: string | undefined;
  silent?: boolean | undefined;
  scopes?: boolean | undefined;
}
