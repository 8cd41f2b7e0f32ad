/** The one row that a query by key finds. */
export function only<T>([row]: readonly T[]): T {
  if (row === undefined) throw new Error('There is no such row');
  return row;
}
