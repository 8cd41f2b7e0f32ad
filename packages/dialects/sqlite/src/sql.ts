/** What a statement does to the transaction and to the database's write lock. */
export type StatementKind = 'read' | 'write' | 'begin' | 'commit' | 'rollback';

/** What can be known of a statement from its text. */
export interface Outline {
  readonly kind: StatementKind;
  /** The statement answers with rows. */
  readonly returnsRows: boolean;
  /** The statement makes rows, so the last row's id is its own. */
  readonly inserts: boolean;
  /** The number of `?` in it; undefined where parameters are numbered or named. */
  readonly parameters: number | undefined;
  /** It ends in LIMIT 1, so there is one row at most. */
  readonly single: boolean;
  /** Worth keeping prepared. */
  readonly reusable: boolean;
}

// Strings, quoted names and comments are tokens of their own, so that nothing inside them is taken for SQL.
const TOKENS =
  /'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[?:@$#][\w$]*|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[()\d]/g;
const VERB_AFTER_WITH = new Set(['select', 'values', 'insert', 'replace', 'update', 'delete']);
const KINDS: Readonly<Record<string, StatementKind>> = {
  select: 'read',
  values: 'read',
  explain: 'read',
  pragma: 'read',
  attach: 'read',
  detach: 'read',
  savepoint: 'read',
  release: 'read',
  begin: 'begin',
  commit: 'commit',
  end: 'commit',
  rollback: 'rollback',
};
const ANSWER_WITH_ROWS = new Set(['select', 'values', 'explain', 'pragma']);
const REUSABLE = new Set(['select', 'values', 'insert', 'replace', 'update', 'delete', 'begin', 'commit', 'rollback']);
const LONGEST_REUSABLE = 20_000;

/** Reads a statement as far as running it needs. */
export function outline(sql: string): Outline {
  let verb = '';
  let depth = 0;
  let parameters: number | undefined = 0;
  let returning = false;
  let to = false;
  let last = '';
  for (const [token] of sql.matchAll(TOKENS)) {
    const first = token.charCodeAt(0);
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (token === '?') parameters = parameters === undefined ? undefined : parameters + 1;
    else if (PARAMETER.test(token)) parameters = undefined;
    else if (depth === 0 && isLetter(first)) {
      const word = token.toLowerCase();
      if (verb === '' || (verb === 'with' && VERB_AFTER_WITH.has(word))) verb = word;
      else if (word === 'returning') returning = true;
      else if (word === 'to') to = true;
    }
    last = token;
  }
  const kind = verb === 'rollback' && to ? 'read' : (KINDS[verb] ?? 'write');
  return {
    kind,
    returnsRows: returning || ANSWER_WITH_ROWS.has(verb),
    inserts: verb === 'insert' || verb === 'replace',
    parameters,
    // In a comment or a string these words would be part of a longer token.
    single: last === '1' && LIMIT_1.test(sql),
    reusable:
      REUSABLE.has(verb) && !(verb === 'rollback' && to) && parameters !== undefined && sql.length <= LONGEST_REUSABLE,
  };
}

const LIMIT_1 = /\blimit 1$/i;
const PARAMETER = /^[?:@$#]/;

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code >= 128;
}
