/** Quotes one whole identifier. */
export function quote(identifier: string): string {
  return fitted(`"${identifier.replaceAll('"', '""')}"`);
}

/**
 * A quoted identifier that stays what it is on its way through knex, which takes `\\?` for an escaped question mark
 * wherever it stands: a backslash before one is spelt by its code.
 */
export function fitted(quoted: string): string {
  return quoted.includes('\\?') ? `U&${quoted.replaceAll('\\', String.raw`\005C`)}` : quoted;
}
