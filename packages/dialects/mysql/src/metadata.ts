import type { Connection } from 'mysql2';
import type { Handshake, Wire } from './commands.js';

/** Where the server supports it, it describes the columns of a prepared statement's results only when they have become others. */
const CACHE_METADATA = 0x10;

/**
 * Asks MariaDB not to describe the columns of a prepared statement's results again each time, which costs a fetch by id a quarter of
 * its time. mysql2 knows nothing of that: `Line` does.
 *
 * @param connection one that is being made
 * @see https://mariadb.com/docs/server/reference/clientserver-protocol/1-connecting/connection
 */
export function askForCachedMetadata(connection: Connection): void {
  const handshake = (connection as unknown as Wire)._command;
  // Another mysql2 may know more.
  if (handshake?.mariadbExtendedClientFlags !== 0) return;
  let flags = 0;
  Object.defineProperty(handshake, 'mariadbExtendedClientFlags', {
    get: () => flags,
    set(this: Handshake, wanted: number) {
      const offered = this.handshake?.mariadbExtendedCapabilityFlags ?? 0;
      flags = wanted | (offered & CACHE_METADATA);
    },
  });
}
