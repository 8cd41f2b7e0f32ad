import { Client } from 'pg';
import { createBackbone, type BackboneNamespace } from '../../src/backbone/index.js';
import { useDatabase } from '../database.js';

/** A database with the tables of the tests, and a namespace of Backbone on it; the tables are empty before each test. */
export function useBadgers(): {
  readonly url: string;
  readonly Backbone: BackboneNamespace;
  /** Runs SQL past Backbone. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
} {
  // First, since the database is dropped by the hook after it.
  afterAll(async () => {
    await Backbone.pg_connector.close();
    await client.end();
  });
  const database = useDatabase('create extension hstore');
  const Backbone = createBackbone({ db: database.url.replace(/^postgres(ql)?:/, 'pg:') });
  const client = new Client({ connectionString: database.url });
  beforeAll(() => client.connect());
  beforeEach(() =>
    client.query(`
      drop table if exists badgers, setts, cubs cascade;
      create table badgers (id serial, name varchar(128), owner_id integer, attributes hstore);
      create table setts (id serial primary key, name text not null default 'Brock', owners_id integer, depth integer);
      create table cubs (id serial primary key, name text, owner_id integer, sett_id integer);
    `),
  );
  return {
    url: database.url,
    Backbone,
    async query(sql, values = []) {
      const { rows } = await client.query(sql, [...values]);
      return rows as Record<string, unknown>[];
    },
  };
}
