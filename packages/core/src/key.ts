/**
 * A primary key as one comparable value. The same key in different JavaScript types is one key:
 * `1`, `1n` and `'1'`; a Buffer by its bytes; a Date by its instant; a composite key is a tuple of such.
 */
export type Key = string;

/**
 * Encodes an id, or a tuple for a composite one, so that equal keys are equal strings.
 *
 * @param id a single value, or an array of them for a composite key
 * @returns the key, or `undefined` when the id or a part of it is missing
 */
export function keyOf(id: unknown): Key | undefined {
  if (Array.isArray(id)) {
    let key = 't';
    for (const part of id as unknown[]) {
      const encoded = keyOf(part);
      if (encoded === undefined) return undefined;
      key += `${encoded.length}:${encoded}`;
    }
    return key;
  }
  switch (typeof id) {
    case 'string':
      return `s${id}`;
    case 'number':
    case 'bigint':
      return Object.is(id, -0) ? 's0' : `s${id}`;
    case 'boolean':
      return `b${id}`;
    case 'object':
      return id === null ? undefined : keyOfObject(id);
    default:
      return undefined;
  }
}

function keyOfObject(id: object): Key | undefined {
  if (id instanceof Date) return `d${id.getTime()}`;
  if (id instanceof Uint8Array) return `x${Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex')}`;
  return undefined;
}

/** What a class says of its key: a name, those of the parts of a composite one, or that there is none. */
export type IdAttribute = string | readonly string[] | null;

const NONE: readonly string[] = Object.freeze([]);

/** The names of the key's parts: one for a single key, several for a composite one, none where there is no key. */
export function keyNames(idAttribute: IdAttribute): readonly string[] {
  if (typeof idAttribute !== 'string') return idAttribute ?? NONE;
  let names = single.get(idAttribute);
  if (names === undefined) single.set(idAttribute, (names = Object.freeze([idAttribute])));
  return names;
}

/** Every save asks for the names several times; there are as many of these as programs have names for their keys. */
const single = new Map<string, readonly string[]>();
