import type { ColumnDescription, Dialect, Plugin, Shelf } from '@shelf/core';
import type { Knex } from 'knex';

const QUIET = /^(?=.*[a-z])[a-z0-9_]+$/;
const LOUD = /^(?=.*[A-Z])[A-Z0-9_]+$/;

/** What the database is made to call a column that suites know by a name in lower case. */
const loud = (name: string): string => (QUIET.test(name) && name !== '__proto__' ? name.toUpperCase() : name);

/** The name that the suites know. */
export const quiet = (name: string): string => (LOUD.test(name) ? name.toLowerCase() : name);

/** A name in a statement, with what shows that it is a result's or a table's. */
const NAMES = /(?<as> as )?`(?<name>[^`]+)`(?<dot>\.)?/g;

/** What suites write by their own hand: columns of tables that they join, further SELECTs of a union, tables that they put WITH. */
const BY_HAND =
  /`(?:badges|voyages|pets|teams|extras|b|other)`\.`\w+`| union (?:all )?.*?(?=\) as `|\) select |$)|with `b` as \(.*?\)|select `id` from `b`/g;

function isMapped(names: ReadonlySet<string>, { as, name = '', dot }: Partial<Record<string, string>> = {}): boolean {
  return as === undefined && dot === undefined && names.has(name);
}

/**
 * Makes a plugin that has a shelf's database call nearly every column otherwise than the suites do. It means the same, since SQLite
 * takes NAME for name, and so suites may look at the tables themselves.
 *
 * @param unmapped told of each statement of the shelf's that has a column under the suites' name
 */
export function shouting(unmapped: (sql: string) => void): Plugin {
  return {
    name: 'columns in upper case',
    install(shelf: Shelf) {
      const { dialect, knex } = shelf;
      // knex has names of its own there.
      if ((knex.client as { readonly config: Knex.Config }).config.wrapIdentifier !== undefined) return;
      const mapped = new Set<string>();
      shelf.on('query', ({ sql }: { readonly sql: string }) => {
        if ([...sql.replaceAll(BY_HAND, '').matchAll(NAMES)].some(({ groups }) => isMapped(mapped, groups)))
          unmapped(sql);
      });
      const { describe } = dialect;
      Object.assign(dialect, {
        async describe(connection, table, schema) {
          const described = await describe(connection, table, schema);
          if (described === undefined) return undefined;
          const columns = described.columns.map((column): ColumnDescription => ({
            ...column,
            name: loud(column.name),
          }));
          for (const { name } of columns) if (quiet(name) !== name) mapped.add(quiet(name));
          const { generatedKey } = described;
          return {
            ...described,
            columns,
            generatedKey: typeof generatedKey === 'string' ? loud(generatedKey) : generatedKey,
          };
        },
      } satisfies Pick<Dialect, 'describe'>);
    },
  };
}
