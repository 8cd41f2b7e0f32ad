/** A record as an hstore holds it. */
export type Record_ = Record<string, string | null>;

/** What the text of an hstore, an array, JSON and SQL take for something else, and what encodings break. */
const PIECES = [
  '"', '""', '\\', '\\\\', '\\"', "'", "''", '=>', '"=>"', ',', ', ', '", "', '{', '}', '[', ']', ':', '(', ')', ';', '--', '/*', '*/',
  '$1', '$$', '?', '??', '\\?', '%s', 'NULL', 'null', 'Null', '"NULL"', 'true', '0', '-1', '1e9', ' ', '  ', '\t', '\n', '\r', '\r\n', '\u0001', '\u001f',
  '\u007f', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u200d', '\u202e', '\u2028', '\u2029', '\ufeff', '\ufffd', '\ufffe', '\uffff', 'é', 'e\u0301', 'ß', 'ı', 'İ',
  'ﬁ', '中文', 'עברית', 'العربية', '😀', '👩‍👩‍👧‍👦', '🏳️‍🌈', '\u{10ffff}', '\u{1f1e9}\u{1f1ea}', 'constructor', 'toString', 'hasOwnProperty', 'a', 'b', 'Z', 'name', 'x'.repeat(70),
]; // prettier-ignore

/** A generator of numbers below a bound, the same for the same seed (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

function textOf(next: (below: number) => number): string {
  let text = '';
  for (let left = next(6); left > 0; left--) {
    // Now and then any character that Unicode has, halves of pairs and U+0000 excepted.
    const point = next(8) === 0 ? 1 + next(0x10fffe) : 0;
    const usable = point > 0 && (point < 0xd800 || point > 0xdfff);
    text += usable ? String.fromCodePoint(point) : (PIECES[next(PIECES.length)] as string);
  }
  return text;
}

/** A hostile value. */
export function valueOf(next: (below: number) => number): string | null {
  return next(9) === 0 ? null : textOf(next);
}

/** A record of hostile names and values. */
export function recordOf(next: (below: number) => number): Record_ {
  const record: Record_ = {};
  for (let left = next(7); left > 0; left--) record[textOf(next)] = valueOf(next);
  return record;
}
