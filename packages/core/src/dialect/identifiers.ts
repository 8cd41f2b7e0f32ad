import type { Capabilities } from '../dialect.js';

/** The limit that a name exceeds, such as `63 bytes`; undefined where the database takes it whole. */
export function exceededLimit(name: string, capabilities: Capabilities): string | undefined {
  const { maxIdentifierBytes, maxIdentifierCharacters } = capabilities;
  if (Buffer.byteLength(name) > maxIdentifierBytes) return `${maxIdentifierBytes} bytes`;
  return name.length > maxIdentifierCharacters ? `${maxIdentifierCharacters} characters` : undefined;
}
