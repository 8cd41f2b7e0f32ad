/** Shows a refused value in a message, shortly. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `the text '${value.length > 40 ? `${value.slice(0, 37)}…` : value}'`;
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
      return `the ${typeof value} ${value}`;
    case 'object':
      return showObject(value);
    default:
      return value === undefined ? 'undefined' : `a ${typeof value}`;
  }
}

function showObject(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
  const name = (value.constructor as { name?: string } | undefined)?.name;
  return name === undefined || name === 'Object' ? 'an object' : `an object of class ${name}`;
}

/** Shortens a name that a message has. */
export function clip(name: string): string {
  return name.length > 80 ? `${name.slice(0, 77)}…` : name;
}
