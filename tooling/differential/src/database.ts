import type { Knex } from 'knex';

type Columns = (table: Knex.CreateTableBuilder) => void;

/** What the programs find: columns and rows of each table. */
const tables: Readonly<Record<string, readonly [columns: Columns, rows: readonly object[]]>> = {
  authors: [
    (table) => {
      table.increments('id');
      table.string('name').notNullable().unique();
      table.string('country');
      table.integer('born');
    },
    [
      { name: 'Ada', country: 'uk', born: 1815 },
      { name: 'Grace', country: 'us', born: 1906 },
      { name: 'Edsger', country: 'nl', born: 1930 },
      { name: 'Barbara', country: 'us', born: 1939 },
    ],
  ],
  posts: [
    (table) => {
      table.increments('id');
      table.integer('author_id');
      table.string('title');
      table.string('state').defaultTo('draft');
      table.boolean('pinned');
      table.datetime('created_at');
      table.datetime('updated_at');
    },
    [
      { author_id: 1, title: 'Notes' },
      { author_id: 2, title: 'Compilers' },
      { author_id: 2, title: 'Nanoseconds' },
    ],
  ],
  profiles: [
    (table) => {
      table.increments('id');
      table.integer('author_id');
      table.string('bio');
    },
    [
      { author_id: 1, bio: 'Countess' },
      { author_id: 2, bio: 'Admiral' },
    ],
  ],
  comments: [
    (table) => {
      table.increments('id');
      table.integer('post_id');
      table.string('text');
    },
    [
      { post_id: 1, text: 'First' },
      { post_id: 2, text: 'Second' },
      { post_id: 2, text: 'Third' },
      { post_id: null, text: 'Stray' },
    ],
  ],
  quotes: [
    (table) => {
      table.increments('id');
      table.string('author_name');
      table.string('text');
    },
    [
      { author_name: 'Ada', text: 'The engine weaves' },
      { author_name: 'Edsger', text: 'Simplicity' },
      { author_name: 'Edsger', text: 'Goto' },
    ],
  ],
  tags: [
    (table) => {
      table.increments('id');
      table.string('name');
    },
    [{ name: 'maths' }, { name: 'navy' }, { name: 'code' }],
  ],
  posts_tags: [
    (table) => {
      table.integer('post_id');
      table.integer('tag_id');
      table.integer('weight');
    },
    [
      { post_id: 1, tag_id: 1, weight: 5 },
      { post_id: 2, tag_id: 2, weight: 2 },
      { post_id: 2, tag_id: 3, weight: 1 },
      { post_id: 3, tag_id: 3, weight: 3 },
    ],
  ],
  fans: [
    (table) => {
      table.string('fan');
      table.string('topic');
    },
    [
      { fan: 'Ada', topic: 'maths' },
      { fan: 'Edsger', topic: 'maths' },
      { fan: 'Edsger', topic: 'code' },
    ],
  ],
  follows: [
    (table) => {
      table.increments('id');
      table.integer('author_id');
      table.integer('tag_id');
      table.integer('since');
    },
    [
      { author_id: 1, tag_id: 1, since: 1840 },
      { author_id: 2, tag_id: 2, since: 1943 },
      { author_id: 2, tag_id: 3, since: 1952 },
    ],
  ],
  pictures: [
    (table) => {
      table.increments('id');
      table.string('imageable_type');
      table.integer('imageable_id');
      table.string('file');
    },
    [
      { imageable_type: 'authors', imageable_id: 1, file: 'ada.png' },
      { imageable_type: 'posts', imageable_id: 1, file: 'notes.png' },
      { imageable_type: 'posts', imageable_id: 1, file: 'engine.png' },
      { imageable_type: 'posts', imageable_id: 2, file: 'moth.png' },
    ],
  ],
  stickers: [
    (table) => {
      table.increments('id');
      table.string('owner_kind');
      table.integer('owner_key');
      table.string('text');
    },
    [
      { owner_kind: 'writer', owner_key: 2, text: 'Amazing' },
      { owner_kind: 'piece', owner_key: 2, text: 'A-0' },
      { owner_kind: 'piece', owner_key: 1, text: 'Note G' },
    ],
  ],
};

/** Makes the tables and their rows. */
export async function fill(db: Knex): Promise<void> {
  for (const [name, [columns, rows]] of Object.entries(tables)) {
    await db.schema.createTable(name, columns);
    await db(name).insert(rows);
  }
}

/** The rows of all tables; a time only by whether there is one, since clocks and forms of storage differ. */
export async function rowsOf(db: Knex): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const name of Object.keys(tables)) {
    const rows = (await db(name).orderBy('rowid')) as Record<string, unknown>[];
    all[name] = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          column.endsWith('_at') && value !== null ? 'a time' : value,
        ]),
      ),
    );
  }
  return all;
}
