import type { Dialect } from '@shelf/core';
import type { Column } from '@shelf/core/inside';

/**
 * The SQL of a column as it is compared with another column, which may be of another type: the id of a morph that is text
 * and a key that is a number. Where one of them is not described, they are compared as they are.
 */
export function comparandOf(
  { comparand }: Dialect,
  sql: string,
  column: Column | undefined,
  other: Column | undefined,
): string {
  return comparand === undefined || column === undefined || other === undefined ? sql : comparand(sql, column, other);
}
