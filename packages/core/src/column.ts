import type { Codec, ColumnDescription } from './dialect.js';

/** A column with its codec. */
export interface Column extends ColumnDescription {
  readonly codec: Codec | undefined;
  /** It is no column, but an attribute in one that holds several. */
  readonly dynamic?: true;
  /** What the database calls it, where `name` is what a model class calls it instead. */
  readonly stored?: string;
}

/** A column whose values are not what the driver returns. */
export interface Decoder {
  readonly name: string;
  readonly codec: Codec;
}

/** The names of columns by what the database calls them, of those that it calls otherwise; undefined where there are none. */
export function renamedIn(columns: readonly Column[]): ReadonlyMap<string, string> | undefined {
  const names = new Map<string, string>();
  for (const { name, stored } of columns) if (stored !== undefined) names.set(stored, name);
  return names.size === 0 ? undefined : names;
}
