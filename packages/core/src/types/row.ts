// The columns of a table as a TypeScript type, and what is derived from it.

import type { Knex } from 'knex';

// Symbols, so that editors do not offer them on every column's value.
declare const GENERATED: unique symbol;
declare const PRIMARY: unique symbol;

/** Marks a column type as filled in by the database. */
export interface GeneratedColumn {
  readonly [GENERATED]?: true;
}

/** Marks a column type as (part of) the primary key. */
export interface PrimaryColumn extends GeneratedColumn {
  readonly [PRIMARY]?: true;
}

/** A column that the database fills in (a default, a serial, a trigger): optional on insert. Plain values assign to it. */
export type Generated<T> = T extends null | undefined ? T : T & GeneratedColumn;

/** A primary key column: optional on insert, and the type of `model.id`. Mark several for a composite key. */
export type PrimaryKey<T> = T & PrimaryColumn;

/**
 * Opens a row to attributes that are not declared, as an hstore column has them; they read as `V`.
 *
 * The marker is a string, because declarations cannot name a symbol where a row is spread.
 *
 * @example
 * class Product extends db.Model<ProductRow & Dynamic> {}
 */
export interface Dynamic<V = string> {
  readonly '~dynamic'?: V;
}

/** The type of an attribute without a column of its own: what it is read as, and compared as in a query. */
export type Cast =
  | 'string'
  | 'integer'
  | 'bigint'
  | 'float'
  | 'number'
  | 'decimal'
  | 'boolean'
  | 'json'
  | 'date'
  | 'datetime';

/** Names of the declared columns. */
export type Columns<Row> = keyof Row & string;

/** Any string when the row is `Dynamic`, otherwise `never`. */
export type DynamicColumns<Row> = '~dynamic' extends keyof Row ? string : never;

/** What undeclared attributes of a `Dynamic` row hold. */
export type DynamicValue<Row> = Row extends Dynamic<infer V> ? V : never;

/**
 * Names that can be read, written and queried: the declared columns, and any string when the row is `Dynamic`. Parameters say
 * `AnyColumn<Row> & string`, and so an error lists the names where it would give this alias.
 */
export type AnyColumn<Row> = Columns<Row> | DynamicColumns<Row>;

/** What a column holds, declared or dynamic. */
export type ValueAt<Row, K> = K extends keyof Row ? Row[K] : DynamicValue<Row>;

/** Lets undeclared attributes through when the row is `Dynamic`. */
// oxlint-disable-next-line typescript/no-explicit-any -- objects typed by an interface have an implicit index of `any` only
export type DynamicPart<Row> = '~dynamic' extends keyof Row ? { [column: string]: any } : unknown;

/** Undeclared attributes as they are read, when the row is `Dynamic`. */
export type DynamicSeen<Row> = '~dynamic' extends keyof Row ? { [column: string]: unknown } : unknown;

/** A row without its phantom member. */
export type PublicRow<Row> = '~dynamic' extends keyof Row
  ? { [K in Columns<Row> as K extends '~dynamic' ? never : K]: Row[K] } & { [column: string]: unknown }
  : Row;

/** Attributes as they are given to a model: each column optional. */
export type Attrs<Row> = Partial<Row> & DynamicPart<Row>;

/** SQL in the place of a value: `knex.raw(…)`, `knex.fn.now()`, or a query of one value. */
export type SqlValue = Knex.Raw | Knex.QueryBuilder;

/** Attributes as they are saved: values, or SQL that makes them. */
export type SavedAttrs<Row> = { [K in keyof Row]?: Row[K] | SqlValue } & DynamicPart<Row>;

/** What `set` takes: attributes, the undeclared ones of a `Dynamic` row checked one by one. */
export type CheckedAttrs<Row, A> = { [K in keyof A]: K extends Columns<Row> ? Row[K] : DynamicValue<Row> };

type Optional<Row> = {
  [K in keyof Row]-?: undefined extends Row[K]
    ? K
    : null extends Row[K]
      ? K
      : typeof GENERATED extends keyof Row[K]
        ? K
        : K extends 'id'
          ? K
          : never;
}[keyof Row];

/** A row as it is inserted: generated, nullable and key columns may be left out, the others may not. */
export type Insertable<Row> = { [K in Exclude<keyof Row, Optional<Row>>]: Row[K] } & {
  [K in Optional<Row>]?: Row[K];
} & DynamicPart<Row>;

/** A row as it is updated: every column may be left out. */
export type Updateable<Row> = Attrs<Row>;

type PrimaryColumns<Row> = { [K in keyof Row]-?: typeof PRIMARY extends keyof Row[K] ? K : never }[keyof Row];

type IdAt<Row, K extends keyof Row> = [K] extends [never]
  ? Row extends { id: infer I }
    ? I
    : unknown
  : // One name in K gives its type; several give a tuple, whose order a type cannot know.
    { [P in K]: [K] extends [P] ? Row[P] : readonly [Row[K], Row[K], ...Row[K][]] }[K];

/** Type of `model.id`: the `PrimaryKey` column, a tuple when there are several, else the column `id`. */
// oxlint-disable-next-line typescript/no-explicit-any -- an untyped row has an untyped id
export type IdOf<Row> = 0 extends Row & 1 ? any : IdAt<Row, PrimaryColumns<Row>>;

/** What finds a row by its key: the key, or any form of it that the database takes for the same. */
export type KeyOf<Row> = IdOf<Row> | string | number | bigint;

type CamelCase<S> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : S;

/** A row of snake_case columns with its names in camelCase, for models whose `parse` and `format` convert them. */
export type CamelRow<Row> = { [K in keyof Row as CamelCase<K>]: Row[K] };
