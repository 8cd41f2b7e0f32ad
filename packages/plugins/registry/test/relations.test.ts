import { createShelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { sqlite } from '@shelf/sqlite';
import { newShelf, type Entity, type EntityClass, type LooseShelf, type Members } from './loose.js';

interface Library {
  readonly db: LooseShelf;
  readonly Author: EntityClass;
  readonly Book: EntityClass;
  readonly Note: EntityClass;
}

const author: Members = {
  tableName: 'authors',
  profile() {
    return this.hasOne('Profile');
  },
  books() {
    return this.hasMany('Book');
  },
  own() {
    return this.hasMany('Books');
  },
  tags() {
    return this.hasMany('Label').through('Book');
  },
  photo() {
    return this.morphOne('Note', 'subject');
  },
};
const book: Members = {
  tableName: 'books',
  author() {
    return this.belongsTo('Author');
  },
  tags() {
    return this.belongsToMany('Tag');
  },
  labelled() {
    return this.belongsToMany('Tag').through('Label');
  },
  notes() {
    return this.morphMany('Note', 'subject');
  },
};
const note: Members = {
  tableName: 'notes',
  subject() {
    return this.morphTo('subject', 'Author', 'Book');
  },
  named() {
    return this.morphTo('subject', ['subject_type', 'subject_id'], 'Book', 'Author');
  },
  valued() {
    return this.morphTo('subject', ['Author', 'authors'], ['Book', 'books']);
  },
};

/** Tables of two authors, models that know of each other by name alone, defined in an order that fits nobody. */
async function library(): Promise<Library> {
  const db = newShelf();
  const columns: Readonly<Record<string, readonly string[]>> = {
    authors: ['name'],
    profiles: ['motto', 'author_id'],
    books: ['title', 'author_id'],
    tags: ['name'],
    books_tags: ['book_id', 'tag_id'],
    labels: ['book_id', 'tag_id'],
    notes: ['text', 'subject_type', 'subject_id'],
  };
  for (const [name, own] of Object.entries(columns)) {
    await db.knex.schema.createTable(name, (table) => {
      if (name !== 'books_tags') table.increments('id');
      for (const column of own) table[column.endsWith('_id') ? 'integer' : 'string'](column);
    });
  }
  await db.knex('authors').insert([{ name: 'Ada' }, { name: 'Bob' }]);
  await db.knex('profiles').insert([{ motto: 'Onward', author_id: 1 }]);
  await db.knex('books').insert([{ title: 'Notes', author_id: 1 }]);
  await db.knex('tags').insert([{ name: 'x' }, { name: 'y' }]);
  await db.knex('books_tags').insert([{ book_id: 1, tag_id: 1 }]);
  await db.knex('labels').insert([{ book_id: 1, tag_id: 2 }]);
  await db.knex('notes').insert([
    { text: 'of a book', subject_type: 'books', subject_id: 1 },
    { text: 'of an author', subject_type: 'authors', subject_id: 1 },
  ]);
  const Author = db.model('Author', author);
  db.collection('Books', {
    get model() {
      return db.model('Book');
    },
    titles(this: { pluck(name: string): unknown[] }) {
      return this.pluck('title');
    },
  });
  const Note = db.model('Note', note);
  const Book = db.model('Book', book);
  for (const name of ['Profile', 'Tag', 'Label']) db.model(name, { tableName: `${name.toLowerCase()}s` });
  return { db, Author, Book, Note };
}

test.each([
  ['hasOne', 'Author', 'profile', { motto: 'Onward' }],
  ['hasMany', 'Author', 'books', [{ title: 'Notes' }]],
  ['hasMany of a collection', 'Author', 'own', [{ title: 'Notes' }]],
  ['hasMany through', 'Author', 'tags', [{ tag_id: 2 }]],
  ['belongsTo', 'Book', 'author', { name: 'Ada' }],
  ['belongsToMany', 'Book', 'tags', [{ name: 'x' }]],
  ['belongsToMany through', 'Book', 'labelled', [{ name: 'y' }]],
  ['morphOne', 'Author', 'photo', { text: 'of an author' }],
  ['morphMany', 'Book', 'notes', [{ text: 'of a book' }]],
  ['morphTo', 'Note', 'subject', { title: 'Notes' }],
  ['morphTo with columns', 'Note', 'named', { title: 'Notes' }],
  ['morphTo with values', 'Note', 'valued', { title: 'Notes' }],
])('%s takes names, loaded with its parents or later', async (_, name, relation, expected) => {
  const made = await library();
  const Class = made.db.model(name);
  const [json] = (await Class.fetchAll({ withRelated: [relation] })).toJSON();
  expect(json![relation]).toMatchObject(expected);
  const parent = await new Class({ id: 1 }).fetch();
  const related = parent.related(relation);
  await related.fetch();
  expect(related.toJSON()).toMatchObject(expected);
});

test('a relation to a named collection makes that collection', async () => {
  const { Author } = await library();
  const ada = await new Author({ id: 1 }).fetch({ withRelated: ['own'] });
  expect((ada.related('own') as unknown as { titles(): unknown }).titles()).toEqual(['Notes']);
});

test('paths go on from name to name; pivots are written, rows created', async () => {
  const { Author, Book } = await library();
  const [ada] = (await Author.fetchAll({ withRelated: ['books.tags', 'books.author.profile'] })).toJSON();
  expect(ada).toMatchObject({ books: [{ tags: [{ name: 'x' }], author: { profile: { motto: 'Onward' } } }] });
  const emma = await new Author({ id: 2 }).related('books').create({ title: 'Emma' });
  expect(emma.get('author_id')).toBe(2);
  await emma.related('tags').attach([2]);
  expect((await Book.whereHas('tags', (qb) => qb.where('tags.name', 'y')).fetchAll()).pluck('title')).toEqual(['Emma']);
});

describe('names that are not there', () => {
  const declared = (db: LooseShelf, members: Members): EntityClass =>
    db.model('Broken', { tableName: 'books', ...members });

  test.each([
    ['hasOne', (model) => model.hasOne('Nope')],
    ['hasMany', (model) => model.hasMany('Nope')],
    ['belongsTo', (model) => model.belongsTo('Nope')],
    ['belongsToMany', (model) => model.belongsToMany('Nope')],
    ['morphOne', (model) => model.morphOne('Nope', 'subject')],
    ['morphMany', (model) => model.morphMany('Nope', 'subject')],
    ['morphTo', (model) => model.morphTo('subject', 'Nope')],
    ['morphTo', (model) => model.morphTo('subject', 'Author', ['Nope', 'value'])],
    ['through', (model) => model.hasMany('Tag').through('Nope')],
  ] satisfies [string, (model: InstanceType<EntityClass>) => unknown][])(
    '%s refuses one, and lists those that there are',
    async (kind, declare) => {
      const { db } = await library();
      const Broken = declared(db, {
        relation() {
          return declare(this);
        },
      });
      Object.assign(Broken, { relations: ['relation'] });
      const fetched = Broken.fetchAll({ withRelated: ['relation'] });
      await expect(fetched).rejects.toMatchObject({ code: 'MODEL_NOT_RESOLVED', model: 'Broken' });
      await expect(fetched).rejects.toThrow(
        `Broken: ${kind} leads nowhere: There is no model or collection 'Nope'; there are: Author, Books, Note, Book, Profile`,
      );
    },
  );

  test('in the place of morphTo’s columns are columns, even where resolve throws for what it does not know', async () => {
    const { db, Note } = await library();
    db.resolve = (name) => {
      throw new Error(`no file ${name}`);
    };
    const [json] = (await Note.fetchAll({ withRelated: ['named'] })).toJSON();
    expect(json!['named']).toMatchObject({ title: 'Notes' });
  });

  test('in the first place of morphTo are found by resolve', async () => {
    const { db } = await library();
    const Lazy = db.Model.extend({ tableName: 'books' });
    db.resolve = (name) => (name === 'Lazy' ? Lazy : undefined);
    const Note = db.model('LazyNote', {
      tableName: 'notes',
      subject() {
        return (this as unknown as Entity).morphTo('subject', ['Lazy', 'books'], 'Author');
      },
    });
    const [json] = (await Note.fetchAll({ withRelated: ['subject'] })).toJSON();
    expect(json!['subject']).toMatchObject({ title: 'Notes' });
  });
});

test('without the plugin a name is told that it needs one', async () => {
  const db = createShelf({ dialect: sqlite({ filename: ':memory:' }), plugins: [relations()] });
  const Author = db.Model.extend({ tableName: 'authors', books: author['books' as keyof Members] } as object);
  expect(() => (new Author() as unknown as { related(name: string): unknown }).related('books')).toThrow(
    /names need the plugin @shelf\/registry/,
  );
  await db.destroy();
});
