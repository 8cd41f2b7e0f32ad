import { typeOf } from './column-types.js';
import { keyColumns, referenceColumns } from './schema.js';
const names = (columns) => columns.map(({ name }) => name);
/** The name of a table of one run. */
export const tableName = (prefix, table) => `${prefix}_${table}`;
/** The references of each table: the columns, and which tables' keys they hold. */
export function referencesOf(schema) {
    const nullable = (columns) => columns.map((column) => ({ ...column, nullable: true, unique: false }));
    return {
        authors: [],
        books: nullable([
            ...referenceColumns('author', schema.authors.key),
            ...referenceColumns('prequel', schema.books.key),
        ]),
        notes: nullable([{ name: 'subject_type', type: 'string' }, ...referenceColumns('subject', schema.authors.key)]),
        pivots: nullable([
            ...referenceColumns('author', schema.authors.key),
            ...referenceColumns('book', schema.books.key),
            { name: 'weight', type: 'integer' },
        ]),
    };
}
/** The relations of a schema's models, by table and name. */
export function relationsOf(schema, prefix) {
    const author = names(referenceColumns('author', schema.authors.key));
    const prequel = names(referenceColumns('prequel', schema.books.key));
    const subject = names(referenceColumns('subject', schema.authors.key));
    const own = names(keyColumns[schema.authors.key]);
    const zip = (from, to) => from.map((name, i) => [name, to[i] ?? name]);
    return {
        authors: {
            books: { from: 'authors', to: 'books', many: true, keys: zip(own, author) },
            coauthored: { from: 'authors', to: 'books', many: true },
            notes: { from: 'authors', to: 'notes', many: true, keys: zip(own, subject), morph: tableName(prefix, 'authors') },
        },
        books: {
            author: { from: 'books', to: 'authors', many: false, keys: zip(author, own) },
            authors: { from: 'books', to: 'authors', many: true },
            prequel: { from: 'books', to: 'books', many: false, keys: zip(prequel, own) },
            sequels: { from: 'books', to: 'books', many: true, keys: zip(own, prequel) },
            notes: { from: 'books', to: 'notes', many: true, keys: zip(own, subject), morph: tableName(prefix, 'books') },
        },
        notes: { subject: { from: 'notes', to: 'authors', many: false, keys: zip(subject, own), morphTo: true } },
    };
}
/** Begins a table in which texts are equal when they are the same, as in databases other than MariaDB they always are. */
function createTable(knex, name, build) {
    return knex.schema.createTable(name, (t) => {
        if (knex.client.dialect === 'mysql')
            t.collate('utf8mb4_nopad_bin');
        build(t);
    });
}
/** Makes a schema's tables; resolves to what drops them. */
export async function makeTables(knex, schema, prefix) {
    const references = referencesOf(schema);
    for (const table of ['authors', 'books', 'notes']) {
        await createTable(knex, tableName(prefix, table), (t) => {
            const { key, columns } = schema[table];
            if (key === 'generated')
                t.increments('id');
            else {
                for (const { name, type } of keyColumns[key])
                    typeOf(type).declare(t, name).notNullable();
                t.primary(names(keyColumns[key]));
            }
            for (const column of [...columns, ...references[table]])
                declare(t, column);
        });
    }
    await createTable(knex, tableName(prefix, 'pivots'), (t) => {
        for (const column of references.pivots)
            declare(t, column);
    });
    return async () => {
        for (const table of ['pivots', 'notes', 'books', 'authors'])
            await knex.schema.dropTable(tableName(prefix, table));
    };
}
function declare(t, { name, type, nullable, unique }) {
    const column = typeOf(type).declare(t, name);
    if (nullable)
        column.nullable();
    else
        column.notNullable();
    if (unique)
        column.unique();
}
const EVENTS = ['creating', 'created', 'updating', 'updated', 'saving', 'saved', 'destroying', 'destroyed'];
const ALL_EVENTS = [...EVENTS, 'fetching', 'fetched', 'committed', 'rolledback'];
/**
 * The model classes of a schema on one shelf.
 *
 * @param hear called at each event of a model; nobody listens where it is left out
 */
export function makeModels(db, schema, prefix, hear) {
    const listen = (model, table) => {
        if (hear === undefined)
            return;
        for (const event of ALL_EVENTS)
            model.on(event, () => hear(table, event));
    };
    const author = names(referenceColumns('author', schema.authors.key));
    const book = names(referenceColumns('book', schema.books.key));
    const prequel = names(referenceColumns('prequel', schema.books.key));
    const subject = names(referenceColumns('subject', schema.authors.key));
    const own = names(keyColumns[schema.authors.key]);
    const pivots = tableName(prefix, 'pivots');
    const one = (list) => (list.length === 1 ? list[0] : list);
    class Author extends db.Model {
        static tableName = tableName(prefix, 'authors');
        static idAttribute = one(own);
        initialize() {
            listen(this, 'authors');
        }
        books() {
            return this.hasMany(Book, one(author));
        }
        coauthored() {
            return this.belongsToMany(Book, pivots, one(author), one(book)).withPivot('weight');
        }
        notes() {
            return this.morphMany(Note, 'subject', ['subject_type', one(subject)]);
        }
    }
    class Book extends db.Model {
        static tableName = tableName(prefix, 'books');
        static idAttribute = one(own);
        initialize() {
            listen(this, 'books');
        }
        author() {
            return this.belongsTo(Author, one(author));
        }
        authors() {
            return this.belongsToMany(Author, pivots, one(book), one(author)).withPivot('weight');
        }
        prequel() {
            return this.belongsTo(Book, one(prequel));
        }
        sequels() {
            return this.hasMany(Book, one(prequel));
        }
        notes() {
            return this.morphMany(Note, 'subject', ['subject_type', one(subject)]);
        }
    }
    class Note extends db.Model {
        static tableName = tableName(prefix, 'notes');
        static idAttribute = one(names(keyColumns[schema.notes.key]));
        initialize() {
            listen(this, 'notes');
        }
        subject() {
            return this.morphTo('subject', ['subject_type', one(subject)], Author, Book);
        }
    }
    class Pivot extends db.Model {
        static tableName = pivots;
    }
    return { authors: Author, books: Book, notes: Note, pivots: Pivot };
}
