import type { Capabilities } from '@shelf/core';

/** What is known of the server at the other end; nothing before the first connection. */
export class Server {
  #isMariaDB: boolean | undefined;
  #version: readonly number[] = [];

  /** Takes note of what a connection has told: `8.0.36`, or `10.11.4` of MariaDB. */
  learn(version: string, isMariaDB: boolean): void {
    this.#isMariaDB = isMariaDB;
    this.#version = version.split('.').map(Number);
  }

  get isMariaDB(): boolean {
    return this.#isMariaDB === true;
  }

  /** Whether it is MariaDB of at least that version. */
  isMariaDBSince(...version: number[]): boolean {
    return this.#isMariaDB === true && this.#isSince(version);
  }

  /** Whether it is MySQL of at least that version. */
  isMySQLSince(...version: number[]): boolean {
    return this.#isMariaDB === false && this.#isSince(version);
  }

  #isSince(version: readonly number[]): boolean {
    for (const [i, least] of version.entries()) {
      const part = this.#version[i] ?? 0;
      if (part !== least) return part > least;
    }
    return true;
  }
}

/**
 * What the server can do. MySQL and MariaDB differ, and a server is known from the first connection on; a table is
 * described before its first statement, so every question comes later than that.
 */
export function capabilitiesOf(server: Server, maxConnections: number): Capabilities {
  return {
    get returning() {
      return server.isMariaDBSince(10, 5);
    },
    insertId: true,
    upsert: 'on-duplicate-key',
    emptyInsert: '() values ()',
    get lateral() {
      return server.isMySQLSince(8, 0, 14);
    },
    windowFunctions: true,
    rowLocking: true,
    parallelReads: maxConnections > 1,
    // A prepared statement counts its parameters in 16 bits.
    maxBindings: 65_535,
    // Each of the 64 characters may take several bytes.
    maxIdentifierBytes: Infinity,
    maxIdentifierCharacters: 64,
  };
}
