import { show } from '../codecs/show.js';
import type { Column } from '../column.js';
import { InvalidValueError, UndefinedBindingError } from '../errors.js';
import { isSql } from '../sql/expression.js';
import type { Table } from '../table.js';

/** Operators whose right side is a value of the column's own type. */
const COMPARISONS: ReadonlySet<string> = new Set(
  '= < > <= >= <> != <=>'.split(' ').concat('in', 'not in', 'is', 'is not', 'between', 'not between'),
);
/** Operators whose right side is text: a pattern. */
const PATTERNS: ReadonlySet<string> = new Set(
  ['like', 'ilike', 'rlike', 'regexp', 'similar to']
    .flatMap((each) => [each, `not ${each}`])
    .concat('match', '~', '~*', '!~', '!~*'),
);
/** Operators of JSON, arrays, ranges and the like, whose right side has a type of its own. */
const CONTAINMENTS: ReadonlySet<string> = new Set('@> <@ ? ?| ?& @@ -|- &< &>'.split(' '));
/** Those of them that mean something else for texts and numbers: MySQL takes `token || 1` for an OR. */
const AMBIGUOUS: ReadonlySet<string> = new Set('&& << >> & | #'.split(' '));

/** What is compared: the column as the query names it, and where it is known, whose it is. */
export interface Compared {
  readonly name: string;
  readonly table: Table;
  readonly column: Column | undefined;
}

/**
 * The operand of a condition, encoded where it is a value of the column's type. The operators are a closed list: what is none in one
 * database is another thing in the next, and they may come from data.
 */
export function encodeOperand(compared: Compared, given: unknown, value: unknown, model: string | undefined): unknown {
  const { table, column, name } = compared;
  const operator = operatorOf(compared, given, model);
  if (isSql(value)) return value;
  if (value === undefined || operator === undefined || COMPARISONS.has(operator))
    return table.encodeConstraint(column, name, value, model);
  if (PATTERNS.has(operator) && typeof value !== 'string' && !(value instanceof Uint8Array)) {
    throw new InvalidValueError(
      `${model ?? 'Table'} '${table.name}': '${name}' ${operator} takes a pattern, which is text, not ${show(value)}`,
      { model, table: table.name, columns: [name] },
    );
  }
  return value;
}

/** The operator of a condition, in lower case; undefined where it is raw SQL. */
export function operatorOf(compared: Compared, given: unknown, model: string | undefined): string | undefined {
  if (isSql(given)) return undefined;
  const { table, column, name } = compared;
  const details = { model, table: table.name, columns: [name] };
  if (given === undefined)
    throw new UndefinedBindingError(
      `${model ?? 'Table'} '${table.name}': the constraint on '${name}' is undefined`,
      details,
    );
  const operator = typeof given === 'string' ? given.trim().toLowerCase().replaceAll(/\s+/g, ' ') : '';
  const own = column?.kind === 'other' || column?.kind === 'json';
  if (COMPARISONS.has(operator) || PATTERNS.has(operator) || CONTAINMENTS.has(operator)) return operator;
  if (AMBIGUOUS.has(operator) && own) return operator;
  const known = [...COMPARISONS, ...PATTERNS, ...CONTAINMENTS, ...(own ? AMBIGUOUS : [])];
  throw new InvalidValueError(
    `${model ?? 'Table'} '${table.name}': ${show(given)} is no operator of a condition on '${name}'; there are: ${known.join(', ')}. whereRaw() takes any SQL`,
    details,
  );
}
