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
  if (await db.transaction(isReady)) return;
  await dropTables(db.knex);
  // First of all, and with the version last: what is interrupted is begun anew. Not every database has tables in transactions.
  await db.knex.schema.createTable(MARK, (table) => table.integer('version').notNullable());
  await db.knex(MARK).insert({ version: 0 });
  await createTables(db.knex);
  await db.knex(MARK).update({ version: VERSION });
}

/** Whether the database has the tables. */
async function isReady(t: Knex.Transaction): Promise<boolean> {
  const present = new Set(await namesFrom(t, database.tables));
  if (present.has(MARK)) return (await t(MARK).first('version'))?.version === VERSION;
  if (present.size === 0) return false;
  const isEarlier = database.earlier !== undefined && (await namesFrom(t, database.earlier)).length > 0;
  if (isEarlier) return false;
  throw new Complaint(`${settings.shown} holds something else; name another database with --database`);
}

/** The column `name` of the result; drivers hand the rows of raw SQL out in three ways. */
async function namesFrom(t: Knex.Transaction, sql: string): Promise<string[]> {
  const response: unknown = await t.raw(sql);
  const rows = Array.isArray(response) ? (response as unknown[]) : (response as { rows: unknown[] }).rows;
  return (Array.isArray(rows[0]) ? rows[0] : rows).map(({ name }: { name: string }) => name);
}

async function dropTables({ schema }: Knex): Promise<void> {
  await schema.dropViewIfExists('needs');
  for (const table of [...TABLES, MARK]) await schema.dropTableIfExists(table);
}

async function createTables(knex: Knex): Promise<void> {
  const create = (name: string, columns: (table: Knex.CreateTableBuilder) => void): Promise<void> =>
    knex.schema.createTable(name, (table) => {
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
  const needs = knex.raw(
    `create view needs as
    select package_id, name, max(kind) as kind, ${database.together('??')} as ??
    from versions join dependencies on version_id = versions.id
    group by package_id, name`,
    ['range', 'range'],
  );
  await knex.raw(needs.toQuery());
}

/** A foreign key; rows go with the row that they belong to. */
function belongsTo(table: Knex.CreateTableBuilder, owner: string, column: string): void {
  table.integer(column).unsigned().notNullable().index().references(`${owner}.id`).onDelete('CASCADE');
}
