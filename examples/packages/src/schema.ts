import type { Knex } from 'knex';
import { Complaint } from './complaint.js';
import { database, db } from './db.js';
import { settings } from './settings.js';

/** A table that says whose the others are: its one row has the version of the tables, counted up when they change. */
const MARK = 'packages_demo';
const VERSION = 1;

/** The tables, each after those that refer to it. */
const TABLES = [
  'notes',
  'keywords_packages',
  'keywords',
  'packages_people',
  'people',
  'dependencies',
  'versions',
  'packages',
];

/** Creates the tables in a new or outdated database; leaves one that has them as it is, and refuses one that is somebody else's. */
export async function createSchema(): Promise<void> {
  if (database.prepare !== undefined) await db.knex.raw(database.prepare);
  await db.transaction(async (t) => {
    const present = new Set((await rowsOf<{ name: string }>(t, database.tables)).map(({ name }) => name));
    if (present.has(MARK)) {
      if ((await t(MARK).first('version'))?.version === VERSION) return;
      await dropTables(t);
    } else if (present.size > 0) {
      throw new Complaint(`${settings.shown} holds something else; name another database with --database`);
    }
    await createTables(t);
    // Last, for not every database takes new tables back when a transaction fails.
    await t.schema.createTable(MARK, (table) => table.integer('version').notNullable());
    await t(MARK).insert({ version: VERSION });
  });
}

/** Drivers hand the rows of raw SQL out in three ways. */
async function rowsOf<Row>(t: Knex.Transaction, sql: string): Promise<Row[]> {
  const response: unknown = await t.raw(sql);
  if (!Array.isArray(response)) return (response as { rows: Row[] }).rows;
  return Array.isArray(response[0]) ? (response[0] as Row[]) : (response as Row[]);
}

async function dropTables(t: Knex.Transaction): Promise<void> {
  await t.schema.dropViewIfExists('needs');
  for (const table of [...TABLES, MARK]) await t.schema.dropTableIfExists(table);
}

async function createTables(t: Knex.Transaction): Promise<void> {
  const create = (name: string, columns: (table: Knex.CreateTableBuilder) => void): Promise<void> =>
    t.schema.createTable(name, (table) => {
      database.exact?.(table);
      columns(table);
    });

  await create('packages', (table) => {
    table.increments('id');
    table.string('name').notNullable().unique();
    table.text('description');
    table.string('license').index();
    table.text('homepage');
    table.datetime('created_at', { precision: 3 }).notNullable();
    table.datetime('updated_at', { precision: 3 }).notNullable();
  });
  await create('versions', (table) => {
    table.increments('id');
    belongsTo(table, 'packages', 'package_id');
    table.string('number').notNullable();
    table.boolean('esm').notNullable();
    table.text('folder').notNullable();
    table.unique(['package_id', 'number']);
  });
  await create('dependencies', (table) => {
    belongsTo(table, 'versions', 'version_id');
    table.string('name').notNullable().index();
    table.enum('kind', ['runtime', 'optional', 'peer']).notNullable();
    table.text('range').notNullable();
    table.primary(['version_id', 'name']);
  });
  await create('people', (table) => {
    table.increments('id');
    table.specificType('name', database.caseless).notNullable().unique();
    table.text('email');
    table.text('url');
  });
  await create('packages_people', (table) => {
    belongsTo(table, 'packages', 'package_id');
    belongsTo(table, 'people', 'person_id');
    table.enum('role', ['author', 'contributor', 'maintainer']).notNullable();
    table.primary(['package_id', 'person_id']);
  });
  await create('keywords', (table) => {
    table.increments('id');
    table.string('word').notNullable().unique();
  });
  await create('keywords_packages', (table) => {
    belongsTo(table, 'keywords', 'keyword_id');
    belongsTo(table, 'packages', 'package_id');
    table.primary(['keyword_id', 'package_id']);
  });
  await create('notes', (table) => {
    table.increments('id');
    // One of two tables, so the database knows no foreign key here.
    table.enum('subject_type', ['packages', 'people']).notNullable();
    table.integer('subject_id').unsigned().notNullable();
    table.text('text').notNullable();
    table.index(['subject_type', 'subject_id']);
  });
  // Each package with each name that one of its versions needs; of several kinds the strongest, `runtime`.
  const needs = db.knex.raw(
    `create view needs as
    select package_id, name, max(kind) as kind, ${database.together('??')} as ??
    from versions join dependencies on version_id = versions.id
    group by package_id, name`,
    ['range', 'range'],
  );
  await t.raw(needs.toQuery());
}

/** A foreign key; rows go with the row that they belong to. */
function belongsTo(table: Knex.CreateTableBuilder, owner: string, column: string): void {
  table.integer(column).unsigned().notNullable().index().references(`${owner}.id`).onDelete('CASCADE');
}
