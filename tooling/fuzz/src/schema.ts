import * as fc from 'fast-check';
import { typeNames, typeOf, type TypeName } from './column-types.js';

/** A column that programs write and ask for. */
export interface Column {
  readonly name: string;
  readonly type: TypeName;
  readonly nullable: boolean;
  readonly unique: boolean;
}

/** What kind of key a table has; `generated` ones are made by the database. */
export type KeyKind = 'generated' | 'integer' | 'string' | 'composite';

/** The tables of a program. Which there are is fixed, what they hold and how they are keyed is not. */
export interface Schema {
  /** Refers to nothing. */
  readonly authors: TableSchema;
  /** Refers to an author, and to a book before it. */
  readonly books: TableSchema;
  /** Refers to an author or to a book. */
  readonly notes: TableSchema;
}

export interface TableSchema {
  readonly key: KeyKind;
  readonly columns: readonly Column[];
}

export type TableName = keyof Schema;

/** The columns of each kind of key. */
export const keyColumns: Readonly<Record<KeyKind, readonly { readonly name: string; readonly type: TypeName }[]>> = {
  generated: [{ name: 'id', type: 'integer' }],
  integer: [{ name: 'id', type: 'integer' }],
  string: [{ name: 'id', type: 'string' }],
  composite: [
    { name: 'part', type: 'integer' },
    { name: 'code', type: 'string' },
  ],
};

/** Columns in which another table's key is kept: `author_id`, or `author_part` and `author_code`. */
export function referenceColumns(
  prefix: string,
  key: KeyKind,
): readonly { readonly name: string; readonly type: TypeName }[] {
  return keyColumns[key].map(({ name, type }) => ({ name: `${prefix}_${name}`, type }));
}

const columns: fc.Arbitrary<readonly Column[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...typeNames),
      nullable: fc.boolean(),
      unique: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 4),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((drawn) =>
    drawn.map(({ type, nullable, unique }, i) => ({
      name: `c${i}`,
      type,
      nullable,
      unique: unique && typeOf(type).indexed === true,
    })),
  );

const keyKind = fc.constantFrom<KeyKind>('generated', 'integer', 'string', 'composite');

/** Random tables. */
export const schemas: fc.Arbitrary<Schema> = fc
  .record({ key: keyKind, noteKey: keyKind, authors: columns, books: columns, notes: columns })
  // A note refers to rows of both other tables by the same columns.
  .map(({ key, noteKey, authors, books, notes }) => ({
    authors: { key, columns: authors },
    books: { key, columns: books },
    notes: { key: noteKey, columns: notes },
  }));
