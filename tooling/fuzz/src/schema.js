import * as fc from 'fast-check';
import { typeNames, typeOf } from './column-types.js';
/** The columns of each kind of key. */
export const keyColumns = {
    generated: [{ name: 'id', type: 'integer' }],
    integer: [{ name: 'id', type: 'integer' }],
    string: [{ name: 'id', type: 'string' }],
    composite: [
        { name: 'part', type: 'integer' },
        { name: 'code', type: 'string' },
    ],
};
/** Columns in which another table's key is kept: `author_id`, or `author_part` and `author_code`. */
export function referenceColumns(prefix, key) {
    return keyColumns[key].map(({ name, type }) => ({ name: `${prefix}_${name}`, type }));
}
const columns = fc
    .array(fc.record({
    type: fc.constantFrom(...typeNames),
    nullable: fc.boolean(),
    unique: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 4),
}), { minLength: 1, maxLength: 4 })
    .map((drawn) => drawn.map(({ type, nullable, unique }, i) => ({
    name: `c${i}`,
    type,
    nullable,
    unique: unique && typeOf(type).indexed === true,
})));
const keyKind = fc.constantFrom('generated', 'integer', 'string', 'composite');
/** Random tables. */
export const schemas = fc
    .record({ key: keyKind, noteKey: keyKind, authors: columns, books: columns, notes: columns })
    // A note refers to rows of both other tables by the same columns.
    .map(({ key, noteKey, authors, books, notes }) => ({
    authors: { key, columns: authors },
    books: { key, columns: books },
    notes: { key: noteKey, columns: notes },
}));
