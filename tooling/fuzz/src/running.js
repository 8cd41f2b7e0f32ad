import { ShelfError } from '@shelf/core';
import { at } from './arrays.js';
import { typeOf } from './column-types.js';
import { makeModels, tableName } from './models.js';
import { slotTables } from './program.js';
import { Rows, sortRows } from './rows.js';
/** Thrown by handlers and callbacks of a program. */
export class Planned extends Error {
}
/** A program while it runs on one database: its variables, and the words in which its steps are written. */
export class Running {
    db;
    rows;
    classes;
    slots = slotTables.map(() => undefined);
    /** What was wrong, whatever other databases give. */
    faults = [];
    /** The events since the step began. */
    events = [];
    /** The event whose next handler throws. */
    throwAt;
    constructor(db, { schema, heard }, prefix) {
        this.db = db;
        this.rows = new Rows(schema, prefix);
        this.classes = makeModels(db, schema, prefix, heard ? (table, event) => this.#hear(table, event) : undefined);
    }
    #hear(table, event) {
        this.events.push(`${table} ${event}`);
        if (this.throwAt !== event)
            return;
        this.throwAt = undefined;
        throw new Planned();
    }
    /** A new model. */
    make(table, attributes) {
        return new this.classes[table](attributes);
    }
    /** A slot's table, and the model in it. */
    slot(slot) {
        return [at(slotTables, slot), this.slots[slot]];
    }
    /** Attributes that a step has drawn. */
    attributes(table, drawn) {
        const writable = [
            ...this.#ownKey(table),
            ...this.rows.schema[table].columns,
        ];
        return Object.fromEntries(drawn.map(([column, value]) => {
            const { name, type } = at(writable, column);
            return [name, at(typeOf(type).values, value)];
        }));
    }
    /** Those attributes that every database can look for. */
    comparable(table, attributes) {
        const { columns } = this.rows.schema[table];
        const isJson = (name) => columns.some((column) => column.name === name && column.type === 'json');
        return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isJson(name)));
    }
    /** Attributes in which nothing is missing that the table wants. */
    filled(table, drawn, fill) {
        const wanted = [...this.#ownKey(table), ...this.rows.schema[table].columns.filter(({ nullable }) => !nullable)];
        const filled = wanted.map(({ name, type }, i) => [name, at(typeOf(type).values.slice(0, 5), fill + i)]);
        return { ...Object.fromEntries(filled), ...this.attributes(table, drawn) };
    }
    /** The columns of a key that programs give themselves. */
    #ownKey(table) {
        if (this.rows.schema[table].key === 'generated')
            return [];
        return this.rows.columns(table).slice(0, this.rows.key(table).length);
    }
    /** Puts conditions on a query of a table; whether JSON can be compared is the database's affair. */
    constrain(builder, table, { conditions }) {
        for (const { column, operator, values } of conditions) {
            const { name, type } = at(this.rows.columns(table), column);
            if (type === 'json')
                continue;
            const drawn = values.map((value) => at(typeOf(type).values, value));
            const operand = operator === 'in' || operator === 'not in' ? drawn : drawn[0];
            void builder.where(`${tableName(this.rows.prefix, table)}.${name}`, operator, operand);
        }
    }
    /** A model whose query is a selection. */
    selecting(table, selection) {
        const model = this.make(table, {}).query((builder) => this.constrain(builder, table, selection));
        const { order } = selection;
        if (order === undefined || !this.isOrdered(table, order))
            return model;
        return model.orderBy(at(this.rows.columns(table), order[0]).name, order[1]);
    }
    /** Whether all databases order a table's rows alike by a column. */
    isOrdered(table, [column]) {
        const { type, nullable } = at(this.rows.columns(table), column);
        return typeOf(type).compare !== undefined && !nullable;
    }
    /** Orders by the key, after what there is. */
    byKey(table, model) {
        return this.rows.key(table).reduce((ordered, column) => ordered.orderBy(column), model);
    }
    /** Waits for what inserts a row, and takes note of its key. */
    async inserted(table, inserting) {
        const model = await inserting;
        this.rows.made(table, model.id);
        return model;
    }
    /** A model's row as it compares. */
    rowOf(table, model) {
        return this.rows.model(table, model);
    }
    /** The rows of a collection, in its order. */
    rowsOf(table, { models }) {
        return models.map((model) => this.rowOf(table, model));
    }
    /** The rows that a model has loaded of a relation. */
    relatedOf(model, name) {
        const related = model.relations[name];
        if (related === undefined || related === null)
            return [];
        return sortRows(modelsIn(related).map((each) => this.rowOf(this.#tableOf(each), each)));
    }
    #tableOf(model) {
        const tables = ['authors', 'books', 'notes'];
        return tables.find((table) => model instanceof this.classes[table]) ?? 'authors';
    }
    /** What every slot's model is like. */
    state() {
        return this.slots.map((model, slot) => {
            if (model === undefined)
                return null;
            const related = Object.keys(model.relations)
                .toSorted()
                .map((name) => [name, this.relatedOf(model, name)]);
            return [this.rowOf(at(slotTables, slot), model), model.isNew(), model.hasChanged(), related];
        });
    }
    /** Compares what a model says with what is stored. */
    async checkStored(table, model, options) {
        const said = this.rowOf(table, model);
        const tables = await this.tables(options);
        const stored = tables[table].find((row) => this.rows.key(table).every((name) => row[name] === said[name]));
        this.check('what is stored', Object.fromEntries(Object.keys(said).map((name) => [name, stored?.[name]])), said);
        return said;
    }
    /** All rows of all tables. */
    async tables(options) {
        const read = async (table) => {
            const { models } = await new this.classes[table]().fetchAll(options);
            return sortRows(models.map((model) => this.rows.of(table, model.attributes)));
        };
        const events = [...this.events];
        const tables = {
            authors: await read('authors'),
            books: await read('books'),
            notes: await read('notes'),
            pivots: await read('pivots'),
        };
        this.events = events;
        return tables;
    }
    /** A difference from what has to be is a fault. */
    check(what, got, expected) {
        const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
        if (a !== b)
            this.faults.push(`${what}: ${a} instead of ${b}`);
    }
}
/** The models of what a relation has loaded: one, none or many. */
function modelsIn(related) {
    if ('models' in related)
        return related.models;
    return related.isNew() ? [] : [related];
}
/** The code of an error of Shelf. Which of several violations a database names is its own affair. */
export function codeOf(error) {
    if (error instanceof Planned)
        return 'planned';
    return error instanceof ShelfError ? error.code.replace(/^(UNIQUE|NOT_NULL)_VIOLATION$/, 'VIOLATION') : String(error);
}
