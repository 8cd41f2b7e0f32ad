import type { Knex } from 'knex';
import { isPlainObject } from '../codecs/plain-object.js';
import { clip, show } from '../codecs/show.js';
import { InvalidValueError, UndefinedBindingError } from '../errors.js';
import { looksLikeSql, isSql } from '../sql/expression.js';
import { wholeNumber } from './whole-number.js';

type Method = (...args: unknown[]) => unknown;

/**
 * The clauses that `query(hash)` and `query(name, …)` add. None of them runs the query, writes, empties what is there, or leads to
 * another table, schema or connection; for those there is `query(fn)`, which is given the builder.
 */
const CLAUSES: ReadonlySet<string> = new Set(
  [
    'select column columns distinct distinctOn count countDistinct min max sum sumDistinct avg avgDistinct rank denseRank rowNumber',
    'jsonExtract jsonSet jsonInsert jsonRemove with withRecursive withMaterialized withNotMaterialized withWrapped withRecursiveWrapped',
    'join using innerJoin leftJoin leftOuterJoin rightJoin rightOuterJoin outerJoin fullOuterJoin crossJoin joinRaw',
    alternatives('where', 'Column Raw Wrapped Exists NotExists In NotIn Null NotNull Between NotBetween Like ILike'),
    alternatives(
      'where',
      'Not NotColumn JsonObject NotJsonObject JsonPath JsonSupersetOf JsonNotSupersetOf JsonSubsetOf JsonNotSubsetOf',
    ),
    alternatives('having', 'Raw Wrapped Null NotNull Exists NotExists Between NotBetween In NotIn'),
    'groupBy groupByRaw orderBy orderByRaw union unionAll intersect except limit offset',
    'forUpdate forShare forNoKeyUpdate forKeyShare skipLocked noWait timeout modify comment hintComment',
  ]
    .join(' ')
    .split(' '),
);

/** The methods of a kind of condition, by itself, after `and` and after `or`. */
function alternatives(kind: string, endings: string): string {
  const names = ['', ...endings.split(' ')].map((ending) => kind + ending);
  const capitalized = names.map((name) => name.charAt(0).toUpperCase() + name.slice(1));
  return [...names, ...capitalized.map((name) => `and${name}`), ...capitalized.map((name) => `or${name}`)].join(' ');
}

const CONDITIONS: ReadonlySet<string> = new Set('where andWhere orWhere whereNot andWhereNot orWhereNot'.split(' '));
const FILTERS: ReadonlySet<string> = new Set('having andHaving orHaving'.split(' '));

/**
 * Adds a clause to a builder, by the name of its method.
 *
 * @throws InvalidValueError where that is no clause, or was given something else
 */
export function addClause(builder: Knex.QueryBuilder, name: string, args: readonly unknown[], table: string): void {
  const add = (builder as unknown as Readonly<Record<string, unknown>>)[name];
  if (!CLAUSES.has(name) || typeof add !== 'function') {
    throw new InvalidValueError(
      `'${clip(name)}' is no clause that query() adds; query((qb) => qb.${/^[\w$]+$/.test(name) ? name : '…'}(…)) gives the builder itself`,
      { table },
    );
  }
  const call = (...given: unknown[]): unknown => (add as Method).apply(builder, given);
  if (CONDITIONS.has(name)) return addCondition(name, call, args, table);
  if (FILTERS.has(name)) checkFilter(name, args, table);
  else if (name === 'limit' || name === 'offset') {
    const [given] = args;
    return void call(isSql(given) ? given : wholeNumber(given, `${name}()`));
  }
  const imitation = args.flat().find(looksLikeSql);
  if (imitation !== undefined)
    throw new InvalidValueError(`${name}() takes names and SQL of knex's; ${show(imitation)} only looks like it`, {
      table,
    });
  call(...args);
}

/** `where` in knex's forms, for it would take anything else for no condition, or for one that always holds. */
function addCondition(name: string, call: Method, args: readonly unknown[], table: string): void {
  checkCondition(name, args, table);
  const [hash] = args;
  if (args.length > 1 || !isPlainObject(hash)) return void call(...args);
  const pairs = Object.entries(hash);
  // In brackets, as knex has it: `a or (b and c)`. Pair by pair, since knex would take a hash that looks like SQL for such.
  if (name !== 'orWhere') for (const [column, value] of pairs) call(column, value);
  else
    call((inner: Knex.QueryBuilder) => {
      for (const [column, value] of pairs) void inner.where(column, value as never);
    });
}

/** Refuses what is none of knex's forms: a hash, a column and a value, with an operator between, a function, and SQL. */
function checkCondition(name: string, args: readonly unknown[], table: string): void {
  const [first, second] = args;
  if (args.length === 1) {
    if (typeof first === 'function' || isSql(first)) return;
    if (isPlainObject(first) && Object.keys(first).length > 0) return;
    if (isPlainObject(first) || (Array.isArray(first) && first.length === 0)) {
      const what = Array.isArray(first) ? 'an empty array' : 'an empty object';
      throw new UndefinedBindingError(`${name}() got ${what} on table '${table}'; leave it out to mean every row`, {
        table,
      });
    }
  } else if (args.length === 2 || (args.length === 3 && typeof second === 'string')) {
    if ((typeof first === 'string' && first !== '') || isSql(first)) return;
  }
  throw new InvalidValueError(
    `${name}() takes a hash, a column and a value, a column, an operator and a value, a function, or raw SQL, not (${args.map(show).join(', ')})`,
    { table },
  );
}

function checkFilter(name: string, args: readonly unknown[], table: string): void {
  const [first, operator] = args;
  if (args.length === 1 && (typeof first === 'function' || isSql(first))) return;
  if (args.length === 3 && typeof operator === 'string' && (typeof first === 'string' || isSql(first))) return;
  throw new InvalidValueError(
    `${name}() takes a column, an operator and a value, a function, or raw SQL, not (${args.map(show).join(', ')})`,
    { table },
  );
}
