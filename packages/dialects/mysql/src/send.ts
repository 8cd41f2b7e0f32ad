import type { Connection, FieldPacket, ResultSetHeader, RowDataPacket } from 'mysql2';

/** What mysql2 answers with: rows, or what a statement without rows did. */
export type Rows = RowDataPacket[] | ResultSetHeader;

/** The rows and their fields, as knex expects them of mysql2. */
export type Response = readonly [rows: Rows, fields: readonly FieldPacket[]];

/** What a statement answers, sent as text. */
export function ask(connection: Connection, sql: string): Promise<Rows> {
  return new Promise((resolve, reject) => {
    connection.query<Rows & RowDataPacket[]>(sql, (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}

const IN_TRANSACTION = 1;

/** Whether the server says, at the end of its answer, that a transaction is open; undefined where it answers with rows alone. */
export function saysInTransaction(rows: Rows): boolean | undefined {
  // A procedure's answer is a list, of which the last part says what it did.
  const header = (Array.isArray(rows) ? rows.at(-1) : rows) as { readonly serverStatus?: unknown } | undefined;
  if (header?.constructor.name !== 'ResultSetHeader' || typeof header.serverStatus !== 'number') return undefined;
  return (header.serverStatus & IN_TRANSACTION) !== 0;
}

/** Whether a transaction is open on a connection. */
export async function isInTransaction(connection: Connection): Promise<boolean> {
  return saysInTransaction(await ask(connection, 'do 0')) === true;
}
