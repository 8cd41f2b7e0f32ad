import * as fc from 'fast-check';
import { schemas } from './schema.js';
/** Which tables' models the slots hold. */
export const slotTables = [
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
const attributes = fc.array(fc.tuple(column, value), { maxLength: 4 });
const slot = fc.nat(slotTables.length - 1);
const pivotSlot = fc.nat(6);
const table = fc.constantFrom('authors', 'books', 'notes');
const number = fc.nat(6);
const operator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=', 'in', 'not in');
const condition = fc.record({
    column,
    operator,
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
});
const order = fc.option(fc.tuple(column, fc.constantFrom('asc', 'desc')), { nil: undefined });
const selection = fc.record({ conditions: fc.array(condition, { maxLength: 2 }), order });
const is = (name) => fc.constant(name);
const plain = [
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
            how: fc.constantFrom('fetch', 'count', 'load'),
        }),
    },
    { weight: 2, arbitrary: fc.record({ do: is('create related'), slot, relation: number, attributes, fill: value }) },
    {
        weight: 4,
        arbitrary: fc.record({
            do: is('pivot'),
            slot: pivotSlot,
            how: fc.constantFrom('attach', 'attach', 'detach', 'syncPivot', 'update'),
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
const transaction = (steps) => ({
    weight: 3,
    arbitrary: fc.record({
        do: is('transaction'),
        steps: fc.array(steps, { minLength: 1, maxLength: 5 }),
        ends: fc.constantFrom('commit', 'commit', 'throw'),
    }),
});
const flat = fc.oneof(...plain);
const nested = fc.oneof(...plain, transaction(flat));
const step = fc.oneof(...plain, transaction(nested));
/** Random programs on random tables. */
export const programs = fc.record({
    schema: schemas,
    heard: fc.boolean(),
    steps: fc.array(step, { minLength: 4, maxLength: 24, size: 'max' }),
});
