import { postgresUrl } from '@shelf-tooling/servers';
import { Client } from 'pg';
import { postgres, type PostgresOptions } from '../src/index.js';
import type { Dialect } from '@shelf/core';

/** The server's URL with another database. */
function urlOf(database: string): string {
  const url = new URL(postgresUrl());
  url.pathname = `/${database}`;
  return url.href;
}

let named = 0;

/** A name that no other test run uses. */
function newName(what: string): string {
  return `shelf_pg_${what}_${process.pid}_${Date.now().toString(36)}_${++named}`;
}

/** Runs statements on a connection of their own. */
async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * A database for the tests of one file, and a schema for each dialect: a schema is made in a millisecond, a database in
 * fifty. Both are dropped, the schemas after each test.
 */
export function useDatabase(...setUp: string[]): {
  readonly url: string;
  /** A dialect on an empty schema of its own. */
  dialect(options?: PostgresOptions): Promise<Dialect>;
  /** A new schema's name; it is made by `make`. */
  schema(): { readonly name: string; make(): Promise<void> };
} {
  const name = newName('test');
  const url = urlOf(name);
  const schemas: string[] = [];
  let admin: Client | undefined;
  beforeAll(async () => {
    await administer(postgresUrl(), `create database ${name}`);
    await administer(url, ...setUp);
    admin = new Client({ connectionString: url });
    await admin.connect();
  });
  afterEach(async () => {
    for (const schema of schemas.splice(0)) await admin?.query(`drop schema if exists ${schema} cascade`);
  });
  afterAll(async () => {
    await admin?.end();
    await administer(postgresUrl(), `drop database ${name} with (force)`);
  });
  const schema = (): { name: string; make(): Promise<void> } => {
    const own = newName('schema');
    schemas.push(own);
    return {
      name: own,
      async make() {
        await admin?.query(`create schema ${own}`);
      },
    };
  };
  return {
    url,
    schema,
    async dialect(options = {}) {
      const own = schema();
      await own.make();
      return postgres({ connectionString: url, searchPath: [own.name, 'public'], ...options });
    },
  };
}
