import type { Knex } from 'knex';
import { Complaint } from './complaint.js';
import { db } from './db.js';
import { settings } from './settings.js';

/** Marks a file as this demo's, in the place that SQLite keeps for that; counted up when the tables change. */
const MARK = 0x5e1f_0002;
/** The mark of a file with tables as they were before, which hold nothing that is not read anew. */
const OUTDATED = 0x5e1f_0001;

/** Creates the tables in a new or outdated file; leaves one that has them as it is, and refuses one that is somebody else's. */
export async function createSchema(): Promise<void> {
  await db.transaction(async (t) => {
    const [{ application_id: mark }] = await t.raw('pragma application_id');
    if (mark === MARK) return;
    if (mark === OUTDATED) await dropTables(t);
    if (await t('sqlite_master').whereNot('name', 'like', 'sqlite_%').first())
      throw new Complaint(`${settings.database} holds something else; name another file with --database`);
    await t.raw(`pragma application_id = ${MARK}`);
    await createTables(t.schema);
  });
}

async function dropTables(t: Knex.Transaction): Promise<void> {
  const tables = ['keywords_packages', 'keywords', 'packages_people', 'people', 'dependencies', 'versions', 'packages'];
  for (const table of tables) await t.schema.dropTable(table);
}

async function createTables(schema: Knex.SchemaBuilder): Promise<void> {
  await schema
    .createTable('packages', (table) => {
      table.increments('id');
      table.string('name').notNullable().unique();
      table.text('description');
      table.string('license').index();
      table.string('homepage');
      table.datetime('created_at').notNullable();
      table.datetime('updated_at').notNullable();
    })
    .createTable('versions', (table) => {
      table.increments('id');
      belongsTo(table, 'packages', 'package_id');
      table.string('number').notNullable();
      table.boolean('esm').notNullable();
      table.string('folder').notNullable();
      table.unique(['package_id', 'number']);
    })
    .createTable('dependencies', (table) => {
      belongsTo(table, 'versions', 'version_id');
      table.string('name').notNullable().index();
      table.enum('kind', ['runtime', 'optional', 'peer']).notNullable();
      table.string('range').notNullable();
      table.primary(['version_id', 'name']);
    })
    .createTable('people', (table) => {
      table.increments('id');
      table.string('name').notNullable().collate('nocase').unique();
      table.string('email');
      table.string('url');
    })
    .createTable('packages_people', (table) => {
      belongsTo(table, 'packages', 'package_id');
      belongsTo(table, 'people', 'person_id');
      table.enum('role', ['author', 'contributor', 'maintainer']).notNullable();
      table.primary(['package_id', 'person_id']);
    })
    .createTable('keywords', (table) => {
      table.increments('id');
      table.string('word').notNullable().unique();
    })
    .createTable('keywords_packages', (table) => {
      belongsTo(table, 'keywords', 'keyword_id');
      belongsTo(table, 'packages', 'package_id');
      table.primary(['keyword_id', 'package_id']);
    })
    .createTable('notes', (table) => {
      table.increments('id');
      // One of two tables, so the database knows no foreign key here.
      table.enum('subject_type', ['packages', 'people']).notNullable();
      table.integer('subject_id').notNullable();
      table.text('text').notNullable();
      table.index(['subject_type', 'subject_id']);
    })
    .raw(NEEDS);
}

/** Each package with each name that one of its versions needs; of several kinds the strongest, `runtime`. */
const NEEDS = `
  create view needs as
  select package_id, name, max(kind) as kind, replace(group_concat(distinct range), ',', ' || ') as range
  from versions join dependencies on version_id = versions.id
  group by package_id, name`;

/** A foreign key; rows go with the row that they belong to. */
function belongsTo(table: Knex.CreateTableBuilder, owner: string, column: string): void {
  table.integer(column).notNullable().index().references(`${owner}.id`).onDelete('CASCADE');
}
