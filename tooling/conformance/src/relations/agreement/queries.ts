import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { Knex } from 'knex';
import type { Row } from '../entities.js';
import { LABELS } from './world.js';

type Builder = Knex.QueryBuilder;

/** What a relation's own query holds. */
export interface Shape {
  readonly where: Condition | undefined;
  /** Joins a further table, of which several rows may fit. */
  readonly join: boolean;
  readonly union: 'union' | 'unionAll' | undefined;
  readonly union_: Condition;
  readonly rows: 'all' | 'distinct' | 'distinct columns' | 'grouped' | 'counted';
  readonly having: number | undefined;
  readonly order: readonly Order[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  /** Whether names stand without their table. */
  readonly bare: boolean;
}

interface Condition {
  readonly column: 'rank' | 'label';
  readonly value: number | string;
  readonly negated: boolean;
}

interface Order {
  readonly column: 'rank' | 'label';
  readonly descending: boolean;
}

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ column: fc.constant('rank' as const), value: fc.integer({ min: 0, max: 3 }), negated: fc.boolean() }),
  fc.record({ column: fc.constant('label' as const), value: fc.constantFrom(...LABELS), negated: fc.boolean() }),
);

const parts = fc.record({
  where: fc.option(condition, { nil: undefined, freq: 1 }),
  join: fc.boolean(),
  union: fc.constantFrom(undefined, undefined, undefined, 'union' as const, 'unionAll' as const),
  union_: condition,
  rows: fc.constantFrom<Shape['rows']>('all', 'all', 'all', 'distinct', 'distinct columns', 'grouped', 'counted'),
  having: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined, freq: 1 }),
  order: fc.uniqueArray(
    fc.record({ column: fc.constantFrom('rank' as const, 'label' as const), descending: fc.boolean() }),
    { selector: ({ column }) => column, maxLength: 2 },
  ),
  limit: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 1 }),
  offset: fc.constantFrom(undefined, undefined, 1, 2),
  bare: fc.boolean(),
});

export const shapes: fc.Arbitrary<Shape> = parts.map(possible);

/** Without what could not be written. */
function possible(shape: Shape): Shape {
  return {
    ...shape,
    // What a SELECT of a union lists and groups is its own; the relation's rows are the table's.
    rows: shape.union === undefined ? shape.rows : 'all',
    // Beside a table that the query itself joins, names are the caller's to qualify.
    bare: shape.bare && !shape.join,
    // MariaDB 10.11 forgets DISTINCT where it has an OFFSET and joins one row with several.
    offset: shape.join && shape.rows.startsWith('distinct') ? undefined : shape.offset,
  };
}

/** What a query is written for. */
export interface Aim {
  readonly table: string;
  /** The columns of the table between that are read, by which a grouped query may have to group too. */
  readonly pivot: readonly string[];
  /** Those of them that are no keys. */
  readonly besides: readonly string[];
  readonly knex: Knex;
}

/** The columns by which rows are told apart. */
export function columnsOf({ rows }: Shape): readonly string[] {
  return rows === 'counted' ? ['rank', 'n'] : rows === 'distinct columns' ? ['rank', 'label'] : ['id', 'rank', 'label'];
}

/** Writes the query. */
export function build(shape: Shape, query: Builder, { table, pivot, besides, knex }: Aim): void {
  const { join, rows, bare, union, limit, offset } = shape;
  const name = (column: string): string => (bare ? column : `${table}.${column}`);
  const narrow = (builder: Builder, { column, value, negated }: Condition): Builder =>
    builder.where(name(column), negated ? '<>' : '=', value);
  if (join) void query.join('extras', 'extras.label', `${table}.label`).where('extras.size', '>', 0);
  if (shape.where !== undefined) void narrow(query, shape.where);
  if (union !== undefined) void query[union](narrow(knex.select(`${table}.*`).from(table), shape.union_));
  if (rows === 'distinct') void query.distinct(`${table}.*`);
  if (rows === 'distinct columns') void query.distinct(name('rank'), name('label'));
  if (rows === 'grouped') void query.groupBy(name('id'), ...besides);
  if (rows === 'counted')
    void query
      .select(name('rank'))
      .count('* as n')
      .groupBy(name('rank'), ...pivot);
  if (rows === 'counted' && shape.having !== undefined) void query.havingRaw('count(*) > ?', [shape.having]);
  for (const { column, descending } of ordersOf(shape)) void query.orderBy(name(column), descending ? 'desc' : 'asc');
  if (limit !== undefined) void query.limit(limit);
  if (offset !== undefined) void query.offset(offset);
}

/** The order, which leaves nothing open. */
function ordersOf(shape: Shape): readonly { readonly column: string; readonly descending: boolean }[] {
  const listed = columnsOf(shape).filter((column) => column !== 'n');
  const given = shape.order.filter(({ column }) => listed.includes(column));
  const rest = listed.filter((column) => !given.some((each) => each.column === column));
  return [...given, ...rest.map((column) => ({ column, descending: false }))];
}

/** A row that a parent is led to. */
export interface Link {
  readonly row: Row;
  /** What is read of the row between. */
  readonly pivot: Row;
  /** Which of the rows between it is. */
  readonly via: unknown;
}

/** What the query leaves of the rows of one parent. */
export function evaluate(shape: Shape, links: readonly Link[], extras: readonly Row[]): Row[] {
  const fits = ({ column, value, negated }: Condition, row: Row): boolean => (row[column] === value) !== negated;
  const first = links.filter(({ row }) => shape.where === undefined || fits(shape.where, row));
  const joined = shape.join
    ? first.flatMap((link) =>
        extras.filter(({ label, size }) => label === link.row['label'] && Number(size) > 0).map(() => link),
      )
    : first;
  const all =
    shape.union === undefined
      ? joined
      : united(
          shape,
          joined,
          links.filter(({ row }) => fits(shape.union_, row)),
        );
  const listed = shaped(shape, all);
  const sorted = listed.toSorted((one, other) => {
    for (const { column, descending } of ordersOf(shape)) {
      const [a, b] = [one[column], other[column]] as [number, number];
      if (a !== b) return a < b === descending ? 1 : -1;
    }
    return 0;
  });
  const from = shape.offset ?? 0;
  return sorted.slice(from, shape.limit === undefined ? undefined : from + shape.limit);
}

/** The rows of a UNION are those of the table; each may be reached over several rows between. */
function united({ union }: Shape, first: readonly Link[], second: readonly Link[]): Link[] {
  if (union === 'unionAll') return [...first, ...second];
  return unique([...first, ...second], ({ row, via }) => [row, via]);
}

function unique<T>(all: readonly T[], keyOf: (each: T) => unknown): T[] {
  return [...new Map(all.map((each) => [JSON.stringify(keyOf(each)), each])).values()];
}

function shaped(shape: Shape, links: readonly Link[]): Row[] {
  const picked = ({ row }: Link): Row => Object.fromEntries(columnsOf(shape).map((name) => [name, row[name]]));
  switch (shape.rows) {
    case 'all':
      return links.map(picked);
    case 'distinct':
    case 'grouped':
      return unique(links, (link) => [link.row['id'], link.pivot]).map(picked);
    case 'distinct columns':
      return unique(links, (link) => [picked(link), link.pivot]).map(picked);
    default: {
      const groups = unique(links, (link) => [link.row['rank'], link.pivot]);
      const sizeOf = (group: Link): number =>
        links.filter((each) => each.row['rank'] === group.row['rank'] && isDeepStrictEqual(each.pivot, group.pivot))
          .length;
      return groups
        .map((group) => ({ rank: group.row['rank'], n: sizeOf(group) }))
        .filter(({ n }) => shape.having === undefined || n > shape.having);
    }
  }
}
