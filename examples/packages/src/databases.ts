import type { Dialect } from '@shelf/core';
import { mysql } from '@shelf/mysql';
import { postgres } from '@shelf/pg-hstore';
import { sqlite } from '@shelf/sqlite';
import type { Knex } from 'knex';
import type { Settings } from './settings.js';

/** A kind of database: its dialect, and the little that the demo's tables need to be told apart for. */
export interface Database {
  readonly dialect: Dialect;
  /** SQL that lists the names of the tables that are there. */
  readonly tables: string;
  /** SQL that finds something where the tables are those of a demo that had another mark. */
  readonly earlier?: string;
  /** What has to be there before the tables can be made. */
  readonly prepare?: string;
  /** Names of packages differ in every letter, those of people not in their case. */
  readonly exact?: (table: Knex.CreateTableBuilder) => void;
  readonly caseless: string;
  /** An aggregate that joins the distinct texts of a column with ` || `. */
  readonly together: (column: string) => string;
}

/** What `--database` names: a server, or a file of SQLite's. */
export function databaseOf({ database, server }: Pick<Settings, 'database' | 'server'>): Database {
  if (server === 'postgres') return onPostgres(database);
  if (server === 'mysql') return onMysql(database);
  return onSqlite(database);
}

function onSqlite(filename: string): Database {
  return {
    dialect: sqlite({ filename }),
    tables: `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`,
    earlier:
      'select application_id as name from pragma_application_id where application_id in (0x5e1f0001, 0x5e1f0002)',
    caseless: 'varchar(255) collate nocase',
    together: (column) => `replace(group_concat(distinct ${column}), ',', ' || ')`,
  };
}

function onPostgres(url: string): Database {
  return {
    dialect: postgres(url),
    tables: 'select table_name as name from information_schema.tables where table_schema = current_schema()',
    prepare: 'create extension if not exists citext',
    caseless: 'citext',
    together: (column) => `string_agg(distinct ${column}, ' || ')`,
  };
}

function onMysql(url: string): Database {
  return {
    dialect: mysql(url),
    tables: 'select table_name as name from information_schema.tables where table_schema = database()',
    exact: (table) => {
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    },
    caseless: 'varchar(255) collate utf8mb4_unicode_ci',
    together: (column) => `group_concat(distinct ${column} separator ' || ')`,
  };
}
