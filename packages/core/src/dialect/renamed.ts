import type { Knex } from 'knex';
import type { ColumnDescription, Dialect } from '../dialect.js';

/**
 * The dialect under the names that the user's knex settings give to tables and columns: `wrapIdentifier` makes the
 * database's names of them, `postProcessResponse` makes them of the database's. Without those settings, the dialect itself.
 */
export function renamed(dialect: Dialect, knex: Knex): Dialect {
  const { wrapIdentifier, postProcessResponse } = (knex.client as { config: Knex.Config }).config;
  if (wrapIdentifier === undefined || wrapIdentifier === null) return dialect;
  const stored = (name: string): string => wrapIdentifier(name, (each) => each, undefined);
  const shown = (name: string): string => {
    const rows: unknown = postProcessResponse?.([{ [name]: null }], undefined);
    const [row] = Array.isArray(rows) ? (rows as unknown[]) : [];
    const names = typeof row === 'object' && row !== null ? Object.keys(row) : [];
    return names.length === 1 ? (names[0] as string) : name;
  };
  return {
    ...dialect,
    quote: (identifier) => wrapIdentifier(identifier, (each) => dialect.quote(each), undefined),
    async describe(connection, table, schema, signal) {
      const described = await dialect.describe(
        connection,
        stored(table),
        schema === undefined ? undefined : stored(schema),
        signal,
      );
      if (described === undefined) return undefined;
      const { generatedKey } = described;
      const columns: ColumnDescription[] = [];
      for (const column of described.columns) columns.push({ ...column, name: shown(column.name) });
      return {
        ...described,
        name: table,
        columns,
        generatedKey: typeof generatedKey === 'string' ? shown(generatedKey) : generatedKey,
      };
    },
  };
}
