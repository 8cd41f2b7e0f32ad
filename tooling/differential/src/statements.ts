import type { Shelf } from '@shelf/core';

/** The statements that knex reports while `work` runs. */
export async function statementsOf(db: Shelf, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const listener = ({ sql }: { readonly sql: string }): void => void statements.push(sql);
  db.knex.on('query', listener);
  try {
    await work();
  } finally {
    db.knex.removeListener('query', listener);
  }
  return statements;
}

/** The first words of statements that read or write rows. */
export function verbs(statements: readonly string[]): string[] {
  return statements.map((sql) => /^\w+/.exec(sql)?.[0].toUpperCase() ?? sql).filter((verb) => verb !== 'PRAGMA');
}
