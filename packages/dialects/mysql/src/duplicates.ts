const columns = new WeakMap<object, readonly string[]>();

/** The columns of the unique key that an error is about, where they were found. */
export function duplicatedColumns(error: object): readonly string[] | undefined {
  return columns.get(error);
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
    const names = new Set([key, key.startsWith(`${written}.`) ? key.slice(written.length + 1) : key]);
    const own = rows.filter(({ Key_name: name }) => names.has(name)).map(({ Column_name: name }) => name);
    // An index on an expression has a part without a column.
    if (own.length > 0 && !own.includes(null as never)) columns.set(error as object, own);
  } catch {
    // The table is gone, or may not be looked at: the key's name has to do.
  }
}
