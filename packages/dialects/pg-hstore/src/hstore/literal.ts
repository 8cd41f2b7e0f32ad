/**
 * A text as a literal of SQL, whatever `standard_conforming_strings` says. Question marks are written as escapes, so
 * that nobody takes one for a placeholder.
 */
export function literal(text: string): string {
  const doubled = text.replaceAll("'", "''");
  if (!/[\\?]/.test(text)) return `'${doubled}'`;
  return `E'${doubled.replaceAll('\\', '\\\\').replaceAll('?', '\\x3F')}'`;
}
