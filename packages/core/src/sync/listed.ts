import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import { rawSql } from '../sql/statements.js';
import type { Table } from '../table.js';
import { needsSql, ownColumn } from './own-column.js';
import { splitAlias } from './results.js';

/**
 * What a SELECT lists under another name, `name as title` or `{ title: 'name' }`, with the SQL of this table's columns where their
 * names are not enough for knex.
 */
export function listedAs(expression: unknown, table: Table, knex: Knex, joined: boolean): unknown {
  if (isPlainObject(expression))
    return Object.entries(expression).map(([as, of]) => sqlAs(of, as, table, knex, joined) ?? { [as]: of });
  const [of, as] = splitAlias(expression);
  return (as === undefined ? undefined : sqlAs(of, as, table, knex, joined)) ?? expression;
}

function sqlAs(of: unknown, alias: string, table: Table, knex: Knex, joined: boolean): Knex.Raw | undefined {
  const name = ownColumn(of, table, joined);
  const column = name === undefined ? undefined : table.find(name);
  if (column === undefined || !needsSql(column)) return undefined;
  const sql = table.sql(column.name);
  return rawSql(knex, `${column.codec?.select?.(sql) ?? sql} as ${table.dialect.quote(alias)}`);
}
