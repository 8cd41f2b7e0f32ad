/**
 * The attribute of a column: `created_at` → `createdAt`. Only a letter between words is made upper case, so that a name that
 * would not come back stays as it is: `_id`, `a__b`, `line_1`.
 */
export function camelCase(column: string): string {
  return column.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The column of an attribute: `createdAt` → `created_at`; a name that `camelCase` cannot have made stays as it is: `URL`. */
export function snakeCase(attribute: string): string {
  const column = attribute.replace(/(?<=[a-zA-Z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return camelCase(column) === attribute ? column : attribute;
}
