/** What a statement does to the transaction on its connection. */
export type StatementKind = 'characteristics' | 'begin' | 'commit' | 'rollback' | 'other';

/** What can be known of a statement from its text. */
export interface Outline {
  readonly kind: StatementKind;
  /** Worth preparing: it is of a kind that comes again with other values. */
  readonly preparable: boolean;
  /** Where its placeholders are. */
  readonly placeholders: readonly number[];
}

const PREPARABLE = new Set(['select', 'with', 'insert', 'update', 'delete', 'replace', 'values']);
const KINDS: Readonly<Record<string, StatementKind>> = {
  begin: 'begin',
  start: 'begin',
  commit: 'commit',
  rollback: 'rollback',
};
const LONGEST_PREPARED = 20_000;

// Strings, quoted names and comments are tokens of their own, so that nothing inside them is taken for a placeholder.
// What stands in `/*! */` and `/*+ */` is read by the server, and no comment.
const TOKENS =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`]|``)*`|--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?![!+])[\s\S]*?(?:\*\/|$)|\?/g;

/** Reads a statement as far as running it needs. */
export function outline(sql: string): Outline {
  const [, verb = ''] = /^[\s(]*([a-z]+)/i.exec(sql) ?? [];
  const word = verb.toLowerCase();
  const placeholders: number[] = [];
  for (const { 0: token, index } of sql.matchAll(TOKENS)) if (token === '?') placeholders.push(index);
  const isCharacteristics = word === 'set' && /^\s*set\s+transaction\b/i.test(sql);
  const toSavepoint = word === 'rollback' && /^\s*rollback\s+(?:work\s+)?to\b/i.test(sql);
  return {
    kind: isCharacteristics ? 'characteristics' : toSavepoint ? 'other' : (KINDS[word] ?? 'other'),
    preparable: PREPARABLE.has(word) && sql.length <= LONGEST_PREPARED,
    placeholders,
  };
}

/** The statement with its values written in. */
export function inlined(sql: string, placeholders: readonly number[], literals: readonly string[]): string {
  let text = '';
  let from = 0;
  for (const [i, at] of placeholders.entries()) {
    text += sql.slice(from, at) + (literals[i] as string);
    from = at + 1;
  }
  return text + sql.slice(from);
}
