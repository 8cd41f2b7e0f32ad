/** The text of an array: `{"a","b",NULL}`, nested where the values are. The delimiter is the type's: a semicolon for boxes. */
export function arrayLiteral(
  values: readonly unknown[],
  textOf: (value: unknown) => string,
  delimiter: string = ',',
): string {
  let literal = '{';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) literal += delimiter;
    const value = values[i];
    if (value === null || value === undefined) literal += 'NULL';
    else if (Array.isArray(value)) literal += arrayLiteral(value as unknown[], textOf, delimiter);
    else if (typeof value === 'number' || typeof value === 'bigint') literal += textOf(value);
    else literal += `"${textOf(value).replaceAll(/["\\]/g, '\\$&')}"`;
  }
  return `${literal}}`;
}

/** Reads the text of an array of strings, each made a value by `read`. */
export function readArray(text: string, read: (element: string) => unknown, delimiter = ','): unknown[] {
  let at = text.indexOf('{') + 1;
  const elements = (): unknown[] => {
    const found: unknown[] = [];
    for (;;) {
      const first = text[at];
      if (first === '}') {
        at++;
        return found;
      }
      if (first === delimiter) at++;
      else if (first === '{') {
        at++;
        found.push(elements());
      } else if (first === '"') found.push(read(quoted()));
      else found.push(bare());
    }
  };
  const quoted = (): string => {
    let element = '';
    let from = ++at;
    for (; text[at] !== '"'; at++) {
      if (text[at] !== '\\') continue;
      element += text.slice(from, at);
      from = ++at;
    }
    element += text.slice(from, at);
    at++;
    return element;
  };
  const bare = (): unknown => {
    const from = at;
    while (text[at] !== delimiter && text[at] !== '}' && at < text.length) at++;
    if (at >= text.length) throw new TypeError(`The text of an array ends too early: ${text.slice(0, 40)}`);
    const element = text.slice(from, at);
    return element === 'NULL' ? null : read(element);
  };
  return elements();
}
