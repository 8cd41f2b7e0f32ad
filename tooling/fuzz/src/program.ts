import * as fc from 'fast-check';
import { schemas, type Schema, type TableName } from './schema.js';

/** Columns and values by number, counted round their lists: so a step fits every schema, and shrinks on its own. */
export type Drawn = readonly (readonly [column: number, value: number])[];

/** A condition on one column. */
export interface Condition {
  readonly column: number;
  readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
  readonly values: readonly number[];
}

/** What is selected, in which order, and which part of it. */
export interface Selection {
  readonly conditions: readonly Condition[];
  readonly order?: readonly [column: number, direction: 'asc' | 'desc'] | undefined;
}

/** One thing that a program does. A slot is a variable that holds a model of one table. */
export type Step =
  | { readonly do: 'create'; readonly slot: number; readonly attributes: Drawn; readonly fill: number }
  | { readonly do: 'save'; readonly slot: number; readonly attributes: Drawn; readonly patch: boolean }
  | { readonly do: 'set'; readonly slot: number; readonly attributes: Drawn }
  | { readonly do: 'refer'; readonly slot: number; readonly to: number }
  | { readonly do: 'fetch'; readonly slot: number; readonly by: Drawn }
  | { readonly do: 'refresh'; readonly slot: number }
  | { readonly do: 'destroy'; readonly slot: number; readonly require: boolean }
  | { readonly do: 'find'; readonly table: TableName; readonly selection: Selection }
  | { readonly do: 'count'; readonly table: TableName; readonly selection: Selection }
  | {
      readonly do: 'page';
      readonly table: TableName;
      readonly selection: Selection;
      readonly page: number;
      readonly size: number;
    }
  | { readonly do: 'save all'; readonly table: TableName; readonly rows: readonly Drawn[]; readonly fill: number }
  | {
      readonly do: 'upsert';
      readonly table: TableName;
      readonly attributes: Drawn;
      readonly fill: number;
      readonly conflict: number;
      readonly update?: readonly number[] | undefined;
    }
  | {
      readonly do: 'update where';
      readonly table: TableName;
      readonly selection: Selection;
      readonly attributes: Drawn;
    }
  | { readonly do: 'destroy where'; readonly table: TableName; readonly selection: Selection }
  | {
      readonly do: 'related';
      readonly slot: number;
      readonly relation: number;
      readonly how: 'fetch' | 'count' | 'load';
    }
  | {
      readonly do: 'create related';
      readonly slot: number;
      readonly relation: number;
      readonly attributes: Drawn;
      readonly fill: number;
    }
  | {
      readonly do: 'pivot';
      readonly slot: number;
      readonly how: 'attach' | 'detach' | 'syncPivot' | 'update';
      readonly targets: readonly (readonly [slot: number, weight: number | null])[];
    }
  | {
      readonly do: 'eager';
      readonly table: TableName;
      readonly relations: readonly number[];
      readonly counts: readonly number[];
    }
  | {
      readonly do: 'has';
      readonly table: TableName;
      readonly relation: number;
      readonly negated: boolean;
      readonly selection: Selection;
    }
  | { readonly do: 'throw at'; readonly event: string }
  | { readonly do: 'transaction'; readonly steps: readonly Step[]; readonly ends: 'commit' | 'throw' };

export interface Program {
  readonly schema: Schema;
  /** Whether somebody listens to the models' events: where nobody does, some ways are shorter. */
  readonly heard: boolean;
  readonly steps: readonly Step[];
}

/** Which tables' models the slots hold. */
export const slotTables: readonly TableName[] = [
  'authors',
  'authors',
  'authors',
  'books',
  'books',
  'books',
  'books',
  'notes',
  'notes',
];

/** The events at which a handler may throw. */
const events = [
  'saving',
  'creating',
  'updating',
  'created',
  'saved',
  'updated',
  'destroying',
  'destroyed',
  'fetching',
  'fetched',
];

// The lists begin with what is legal, so that most of what is drawn can be stored.
const value = fc.oneof({ weight: 5, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.nat(30) });
const column = fc.nat(6);
const attributes: fc.Arbitrary<Drawn> = fc.array(fc.tuple(column, value), { maxLength: 4 });
const slot = fc.nat(slotTables.length - 1);
const pivotSlot = fc.nat(6);
const table = fc.constantFrom<TableName>('authors', 'books', 'notes');
const number = fc.nat(6);
const operator = fc.constantFrom<Condition['operator']>('=', '<>', '<', '<=', '>', '>=', 'in', 'not in');
const condition: fc.Arbitrary<Condition> = fc.record({
  column,
  operator,
  values: fc.array(value, { minLength: 1, maxLength: 3 }),
});
const order = fc.option(fc.tuple(column, fc.constantFrom<'asc' | 'desc'>('asc', 'desc')), { nil: undefined });
const selection: fc.Arbitrary<Selection> = fc.record({ conditions: fc.array(condition, { maxLength: 2 }), order });
const is = <T extends string>(name: T): fc.Arbitrary<T> => fc.constant(name);

const plain: readonly fc.WeightedArbitrary<Step>[] = [
  { weight: 8, arbitrary: fc.record({ do: is('create'), slot, attributes, fill: value }) },
  { weight: 4, arbitrary: fc.record({ do: is('save'), slot, attributes, patch: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: is('set'), slot, attributes }) },
  { weight: 5, arbitrary: fc.record({ do: is('refer'), slot, to: slot }) },
  { weight: 2, arbitrary: fc.record({ do: is('fetch'), slot, by: attributes }) },
  { weight: 1, arbitrary: fc.record({ do: is('refresh'), slot }) },
  { weight: 2, arbitrary: fc.record({ do: is('destroy'), slot, require: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: is('find'), table, selection }) },
  { weight: 1, arbitrary: fc.record({ do: is('count'), table, selection }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('page'),
      table,
      selection,
      page: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is('save all'),
      table,
      rows: fc.array(attributes, { minLength: 1, maxLength: 4 }),
      fill: value,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is('upsert'),
      table,
      attributes,
      fill: value,
      conflict: number,
      update: fc.option(fc.array(column, { maxLength: 2 }), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('update where'), table, selection, attributes }) },
  { weight: 1, arbitrary: fc.record({ do: is('destroy where'), table, selection }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('related'),
      slot,
      relation: number,
      how: fc.constantFrom('fetch' as const, 'count' as const, 'load' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('create related'), slot, relation: number, attributes, fill: value }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is('pivot'),
      slot: pivotSlot,
      how: fc.constantFrom(
        'attach' as const,
        'attach' as const,
        'detach' as const,
        'syncPivot' as const,
        'update' as const,
      ),
      targets: fc.array(fc.tuple(pivotSlot, fc.option(fc.nat(3), { nil: null })), { maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is('eager'),
      table,
      relations: fc.array(number, { maxLength: 3 }),
      counts: fc.array(number, { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('has'), table, relation: number, negated: fc.boolean(), selection }) },
  { weight: 1, arbitrary: fc.record({ do: is('throw at'), event: fc.constantFrom(...events) }) },
];

const transaction = (steps: fc.Arbitrary<Step>): fc.WeightedArbitrary<Step> => ({
  weight: 3,
  arbitrary: fc.record({
    do: is('transaction'),
    steps: fc.array(steps, { minLength: 1, maxLength: 5 }),
    ends: fc.constantFrom('commit' as const, 'commit' as const, 'throw' as const),
  }),
});

const flat = fc.oneof(...plain);
const nested = fc.oneof(...plain, transaction(flat));
const step = fc.oneof(...plain, transaction(nested));

/** Random programs on random tables. */
export const programs: fc.Arbitrary<Program> = fc.record({
  schema: schemas,
  heard: fc.boolean(),
  steps: fc.array(step, { minLength: 4, maxLength: 24, size: 'max' }),
});
