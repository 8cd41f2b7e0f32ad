import type { Connection } from 'mysql2';
import { ask } from './send.js';

/**
 * What tells a connection of one server apart from those of another, which counts its connections as well: the server's
 * names, and where the connection comes from as the server sees it. Behind a balancer a connection of the same number comes
 * from another port. Undefined where the server that is asked has no such connection, or something between answers for it.
 *
 * @param connection the one that asks
 * @param id the number of the connection that is asked about
 */
export async function identityOf(connection: Connection, id: number | null): Promise<string | undefined> {
  const rows = await ask(
    connection,
    `select concat_ws('\n', @@hostname, @@port, @@server_id, host) as identity from information_schema.processlist where id = ${Number(id)}`,
  );
  const [row] = Array.isArray(rows) ? rows : [];
  return row === undefined ? undefined : String((row as { readonly identity: unknown }).identity);
}
