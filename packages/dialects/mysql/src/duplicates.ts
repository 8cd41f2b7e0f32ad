/** A unique key: its name, and its columns where each of its parts is one. */
export interface UniqueKey {
  readonly name: string;
  readonly columns: readonly string[] | undefined;
}

const keys = new WeakMap<object, UniqueKey>();

/** The unique key that an error is about, where it was found. */
export function duplicatedKey(error: object): UniqueKey | undefined {
  return keys.get(error);
}

const NAME = '(?:`(?:[^`]|``)+`|[\\w$\\u0080-\\uffff]+)';
const WRITTEN = new RegExp(
  `^\\s*(?:insert|replace|update)\\b(?:\\s+(?:into|ignore|low_priority))*\\s+(${NAME}(?:\\.${NAME})?)`,
  'i',
);

/** The name of the violated key; MySQL 8 puts the table before it. The values come first, and may look like a message themselves. */
export function keyIn(message: string): string | undefined {
  const [, key] = /^.*for key '(.*)'$/s.exec(message) ?? [];
  return key;
}

/**
 * Looks up which columns a violated unique key has: the server names the key alone. An error costs one more question then.
 *
 * @param ask runs a statement on the connection that the error came from
 */
export async function nameDuplicate(
  error: unknown,
  sql: string,
  ask: (sql: string) => Promise<unknown>,
): Promise<void> {
  const [, table] = WRITTEN.exec(sql) ?? [];
  const key = keyIn((error as Error).message);
  if (table === undefined || key === undefined) return;
  try {
    const rows = (await ask(`show index from ${table}`)) as {
      readonly Key_name: string;
      readonly Column_name: string;
    }[];
    const written = table.slice(table.lastIndexOf('.') + 1).replaceAll('`', '');
    const names = [key, key.startsWith(`${written}.`) ? key.slice(written.length + 1) : key];
    const name = names.find((each) => rows.some(({ Key_name: known }) => known === each));
    if (name === undefined) return;
    const own = rows.filter((row) => row.Key_name === name).map((row) => row.Column_name);
    // An index on an expression has a part without a column.
    keys.set(error as object, { name, columns: own.includes(null as never) ? undefined : own });
  } catch {
    // The table is gone, or may not be looked at: the key's name has to do.
  }
}
