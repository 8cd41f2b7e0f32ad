/** Quotes one whole identifier. In backticks it can only be a name; in double quotes SQLite may take an unknown one for text. */
export function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}
