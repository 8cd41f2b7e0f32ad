import type { Row } from './call.js';
import { InvalidAttributeError } from './errors.js';
import type { Naming } from './naming.js';
import type { Column } from './column.js';
import { Table } from './table.js';

/** The table with its columns under the names that a model class gives them; the table itself where those are its own. */
export function named(table: Table, naming: Naming): Table {
  const { dialect, name, schema, columns, generatedKey, stores, inserts, uniqueKeys } = table;
  if (columns === undefined) return new UnknownTable(table, naming);
  const renamed = [...columns.values()].map((column) => renamedColumn(column, naming));
  if (renamed.every(({ stored }) => stored === undefined)) return table;
  refuseCollisions(table, renamed, naming);
  return new Table(
    dialect,
    name,
    schema,
    renamed,
    typeof generatedKey === 'string' ? naming.attribute(generatedKey) : generatedKey,
    {
      inserts,
      uniqueKeys: uniqueKeys?.map((key) => key.map((each) => naming.attribute(each))),
      ...(stores && { stores: new Map([...stores].map(([each, store]) => [naming.attribute(each), store])) }),
    },
  );
}

function renamedColumn(column: Column, naming: Naming): Column {
  const name = naming.attribute(column.name);
  return name === column.name ? column : { ...column, name, stored: column.name };
}

/** One attribute cannot stand for two columns, and an attribute's own name may not lead on to another. */
function refuseCollisions(described: Table, columns: readonly Column[], naming: Naming): void {
  const { name: table } = described;
  const known = new Map<string, string>();
  for (const { name, stored = name } of columns) {
    const other = known.get(name);
    if (other !== undefined) {
      throw new InvalidAttributeError(
        `Table '${table}': the columns '${other}' and '${stored}' would both be the attribute '${name}'`,
        { table, columns: [other, stored] },
      );
    }
    known.set(name, stored);
    // It is what a result is called, which the database would cut.
    described.checkName(name, undefined);
    const again = naming.attribute(name);
    if (again !== name) {
      throw new InvalidAttributeError(
        `Table '${table}': the column '${stored}' is the attribute '${name}', of which the same function makes '${again}'; it has to leave an attribute's name as it is`,
        { table, columns: [stored] },
      );
    }
  }
}

/** A table that the catalogue does not know, such as `users as u`: its columns are worked out, and its rows renamed one by one. */
class UnknownTable extends Table {
  private readonly naming: Naming;

  constructor({ dialect, name, schema }: Table, naming: Naming) {
    super(dialect, name, schema, undefined, undefined);
    this.naming = naming;
  }

  override quote(name: string): string {
    return this.dialect.quote(this.naming.column(name));
  }

  override decode(rows: Row[]): void {
    for (const [i, row] of rows.entries()) {
      rows[i] = Object.fromEntries(Object.entries(row).map(([name, value]) => [this.naming.attribute(name), value]));
    }
  }
}
