/** Makes objects, in place, of rows that came as arrays. */
export type NameRows = (rows: unknown[]) => Record<string, unknown>[];

/** A wider row gains nothing, and the code for it would be long. */
const WIDEST = 100;

/**
 * Compiles a function that names the values of rows. V8 makes an object from a literal several times faster than a driver
 * that sets one property after the other, and it is the same object: names in their order, the last of equal ones wins.
 * A column called `__proto__` is left out: it would become the prototype.
 */
export function namingRows(names: readonly string[]): NameRows {
  if (names.length <= WIDEST) {
    const values = names
      .map((name, i) => (name === '__proto__' ? '' : `${JSON.stringify(name)}: row[${i}], `))
      .join('');
    try {
      const code = `for (let i = 0; i < rows.length; i++) { const row = rows[i]; rows[i] = { ${values} }; } return rows;`;
      // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- names alone go into the code, as JSON
      return new Function('rows', code) as NameRows;
    } catch {
      // Node was started with --disallow-code-generation-from-strings.
    }
  }
  return (rows) => rows.map((row) => named(names, row as readonly unknown[]));
}

function named(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [i, name] of names.entries()) if (name !== '__proto__') row[name] = values[i];
  return row;
}
