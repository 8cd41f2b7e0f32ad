import { canonical, typeOf } from './column-types.js';
import { tableName } from './models.js';
/** Member `i` of a list, counted round. */
export function at(list, i) {
    return list[i % list.length];
}
/** Whether a value means the same to every reader: what is refused, or has several readings, the arrays cannot know. */
function isPlain(type, value) {
    if (canonical(type, value)?.startsWith('no ') !== false)
        return false;
    if (type === 'instant')
        return value instanceof Date && value.getUTCFullYear() > 0 && value.getUTCFullYear() < 10000;
    if (type === 'day')
        return value !== '0000-01-01' && value !== '2023-02-29' && /^\d{4}-\d\d-\d\d$/.test(String(value));
    if (type === 'boolean')
        return typeof value === 'boolean';
    if (typeof value === 'string' && ['integer', 'bigint', 'double', 'decimal'].includes(type))
        return /^-?\d+(\.\d+)?$/.test(value);
    return type !== 'json' && type !== 'binary';
}
/** The rows that a selection means, in its order; undefined where only the databases can tell. */
export function select(rows, table, all, { conditions, order }) {
    const columns = rows.columns(table);
    let selected = all;
    for (const condition of conditions) {
        const { name, type } = at(columns, condition.column);
        if (type === 'json')
            continue;
        const values = condition.values.map((value) => at(typeOf(type).values, value));
        if (!values.every((value) => isPlain(type, value)))
            return undefined;
        // A column of references or generated keys holds what no list of values knows.
        if (isReference(rows, table, name))
            return undefined;
        const compare = typeOf(type).compare;
        if (compare === undefined && !['=', '<>', 'in', 'not in'].includes(condition.operator))
            return undefined;
        const operands = values.map((value) => canonical(type, value));
        selected = selected.filter((row) => holds(row[name] ?? null, condition.operator, operands, compare));
    }
    if (order === undefined)
        return selected;
    const column = at(columns, order[0]);
    const compare = typeOf(column.type).compare;
    if (compare === undefined || column.nullable || isReference(rows, table, column.name))
        return undefined;
    const turn = order[1] === 'asc' ? 1 : -1;
    return selected.toSorted((a, b) => turn * compare(a[column.name], b[column.name]));
}
/** Whether a column holds a key that the database made, here or in the table that it refers to. */
function isReference(rows, table, name) {
    if (name === 'id')
        return rows.schema[table].key === 'generated';
    return /^(author|prequel|subject)_/.test(name);
}
function holds(value, operator, operands, compare) {
    if (value === null)
        return false;
    const equals = (operand) => compare === undefined ? operand === value : compare(value, operand) === 0;
    if (operator === 'in')
        return operands.some(equals);
    if (operator === 'not in')
        return !operands.some(equals);
    const [operand] = operands;
    if (operator === '=')
        return equals(operand);
    if (operator === '<>')
        return !equals(operand);
    const order = compare?.(value, operand) ?? 0;
    return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator];
}
/** The rows of `to` that belong to a row of `from`; those behind a pivot once for each pivot. */
export function relatedRows(rows, relation, row, tables) {
    const { keys, morph, morphTo, to, from } = relation;
    if (keys === undefined) {
        const ends = (table) => (table === 'authors' ? 'author' : 'book');
        const joins = (pivot, table, end) => rows.key(table).every((name) => end[name] !== null && pivot[`${ends(table)}_${name}`] === end[name]);
        return tables.pivots
            .filter((pivot) => joins(pivot, from, row))
            .flatMap((pivot) => tables[to].filter((end) => joins(pivot, to, end)));
    }
    const target = morphTo && row['subject_type'] === tableName(rows.prefix, 'books') ? 'books' : to;
    if (morphTo && row['subject_type'] !== tableName(rows.prefix, target))
        return [];
    return tables[target].filter((end) => keys.every(([own, other]) => row[own] !== null && row[own] === end[other]) &&
        (morph === undefined || end['subject_type'] === morph));
}
