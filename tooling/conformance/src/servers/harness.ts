import { createShelf, type Dialect, type Model, type ModelOf, type PrimaryKey, type Shelf } from '@shelf/core';
import type { Knex } from 'knex';

/** What stands between a shelf and its server. */
export interface Proxy {
  /** The URL of the server, through the proxy. */
  readonly url: string;
  /** From now on nothing passes on the connections that there are, and nobody is told; new ones are as they were. */
  hang(): void;
  stop(): Promise<void>;
}

/** What is done to the bytes that pass: what goes on in their place, or undefined to break the connection. */
export interface Tampering {
  readonly fromClient?: (bytes: Buffer) => Buffer | undefined;
  readonly fromServer?: (bytes: Buffer) => Buffer | undefined;
}

/** What a dialect takes from these suites. */
export interface ConnectionSettings {
  readonly pool?: Knex.PoolConfig;
  /** How long a connection may take to be made, in ms. */
  readonly connectTimeout?: number;
  /** How long a call waits for a connection, in ms. */
  readonly acquireTimeout?: number;
  /** The connection is to be encrypted, and the server's certificate to be one that can be trusted. */
  readonly encrypted?: boolean;
}

/** What the package of a dialect whose database is a server brings to these suites. */
export interface ServerHarness {
  /** The URL of an empty database that goes away after the test. */
  database(): Promise<string>;
  dialect(url: string, settings: ConnectionSettings): Dialect;
  /** Starts a proxy before servers. */
  startProxy(servers: readonly string[], tampering: Tampering): Promise<Proxy>;
  /** Makes a user for a database who may have one connection, and who goes away after the test; the URL for that one. */
  limited(url: string): Promise<string>;
  /** What makes of the server's answer to a SELECT of notes one that says that there is more in it than there is. */
  readonly malformed: readonly ((bytes: Buffer) => Buffer)[];
  /** What the statement that begins a transaction holds. */
  readonly begin: string;
  /** A condition that takes a minute, and is true. */
  readonly slow: string;
}

interface NoteRow {
  id: PrimaryKey<number>;
  text: string | null;
}

/** What one test gets: a shelf that reaches its server through a proxy, and a class of models on its table. */
export interface Remote {
  readonly db: Shelf;
  readonly proxy: Proxy;
  readonly Note: ModelOf<NoteRow>;
  /** A query that takes a minute. */
  slow(): Model<NoteRow>;
}

/** What is other than usual. */
export interface Otherwise extends ConnectionSettings, Tampering {}

/** Runs a test on a shelf behind a proxy, on a table of notes that Shelf has used already. */
export async function throughProxy(
  harness: ServerHarness,
  work: (remote: Remote) => Promise<void>,
  otherwise: Otherwise = {},
): Promise<void> {
  const url = await harness.database();
  const direct = harness.dialect(url, {}).connect({ debug: false });
  try {
    await direct.schema.createTable('notes', (table) => {
      table.increments('id');
      table.string('text');
    });
    await direct('notes').insert({ text: 'first' });
  } finally {
    await direct.destroy();
  }
  const { fromClient, fromServer, ...settings } = otherwise;
  const proxy = await harness.startProxy([url], {
    ...(fromClient && { fromClient }),
    ...(fromServer && { fromServer }),
  });
  const db = createShelf({ dialect: harness.dialect(proxy.url, { pool: { max: 1 }, ...settings }) });
  const Note = db.Model.of<NoteRow>().extend({ tableName: 'notes' }) as ModelOf<NoteRow>;
  try {
    await work({ db, proxy, Note, slow: () => Note.query((query) => void query.whereRaw(harness.slow)) });
  } finally {
    await proxy.stop();
    await db.destroy({ timeout: 0 });
  }
}
