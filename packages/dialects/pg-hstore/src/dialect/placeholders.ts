/**
 * What must be read as a whole, so that a question mark in it stays one (quoted names, strings, strings with escapes,
 * dollar quotes, comments), and question marks with the backslashes before them. Strings are taken run by run: one step for
 * each character would exhaust the stack where a string is long.
 */
const TOKENS =
  /"[^"]*(?:""[^"]*)*"|(?<![\w$\u0080-\uffff])[eE]'[^'\\]*(?:(?:\\[\s\S]|'')[^'\\]*)*'|'[^']*(?:''[^']*)*'|(?<![\w$\u0080-\uffff])\$((?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*)|\/\*(?:[^*]|\*(?!\/))*\*\/)*\*\/|(\\*)\?/g;

/** Writes placeholders as PostgreSQL has them: `?` becomes `$1`, `$2` …, and `\?` is a question mark, as with knex. */
function numberPlaceholders(sql: string): string {
  let count = 0;
  return sql.replace(TOKENS, (token: string, _tag: string | undefined, escapes: string | undefined) => {
    if (escapes === undefined) return token.includes('\\?') ? token.replaceAll('\\?', '?') : token;
    return escapes.length % 2 === 1 ? '?' : `$${++count}`;
  });
}

/** SQL whose question marks are none but its own, as it has to be written to come out of the above as it is. */
export function withoutPlaceholders(sql: string): string {
  return sql.replace(TOKENS, (token: string, _tag: string | undefined, escapes: string | undefined) => {
    if (escapes === undefined) return token.replaceAll('\\?', '\\\\?');
    return escapes.length % 2 === 1 ? token : `${escapes}\\?`;
  });
}

const CAPACITY = 2000;
const LONGEST_KEPT = 20_000;

/** How long the texts that are kept may be together. */
const LONGEST_TOGETHER = 2_000_000;

const numbered = new Map<string, string>();
let together = 0;

/** The same, worked out once for each text. */
export function positionBindings(sql: string): string {
  if (!sql.includes('?')) return sql;
  const known = numbered.get(sql);
  if (known !== undefined) return known;
  const written = numberPlaceholders(sql);
  if (sql.length <= LONGEST_KEPT) {
    // Generated SQL must not fill the memory.
    if (numbered.size >= CAPACITY || together + sql.length > LONGEST_TOGETHER) {
      numbered.clear();
      together = 0;
    }
    numbered.set(sql, written);
    together += sql.length;
  }
  return written;
}
