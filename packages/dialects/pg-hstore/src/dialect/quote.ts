/**
 * Quotes one whole identifier. knex takes `\?` for an escaped question mark wherever it stands, so a backslash before
 * one is spelt by its code.
 */
export function quote(identifier: string): string {
  const quoted = `"${identifier.replaceAll('"', '""')}"`;
  if (!quoted.includes('\\?')) return quoted;
  return `U&${quoted.replaceAll('\\', String.raw`\005C`)}`;
}
