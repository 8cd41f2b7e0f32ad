/** Quotes one whole identifier. */
export function quote(identifier: string): string {
  return `\`${identifier.replaceAll('`', '``')}\``;
}
