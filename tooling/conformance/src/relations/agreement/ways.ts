import type { Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { define, type Declared, type EntityClass, type Row } from '../entities.js';
import type { Link } from './queries.js';
import type { TableName, World } from './world.js';

/** One relation between tables, declared, and as it is among plain arrays. */
export interface Way {
  readonly name: string;
  readonly owner: TableName;
  readonly target: TableName;
  /** The tables that it needs. */
  readonly tables: readonly TableName[];
  readonly single: boolean;
  /** The columns that are read of the table between, with its name in the query. */
  readonly pivot?: readonly string[];
  /** Those of them that are no keys. */
  readonly besides?: readonly string[];
  /** Names with the table before them cannot be written, since there are several. */
  readonly bare?: boolean;
  declare(model: Models, owner: ThisType<unknown>): Declared;
  links(world: World, parent: Row): Link[];
}

/** The class of each table's models. */
export type Models = (table: TableName) => EntityClass;

type Declaring = InstanceType<EntityClass>;

const direct = (rows: readonly Row[]): Link[] => rows.map((row) => ({ row, pivot: {}, via: 0 }));

/** The rows of `target` that rows between lead to. */
const through = (
  between: readonly Row[],
  target: readonly Row[],
  leads: (between: Row, target: Row) => boolean,
  read: readonly string[],
): Link[] =>
  between.flatMap((pivot) =>
    target
      .filter((row) => leads(pivot, row))
      .map((row) => ({ row, pivot: Object.fromEntries(read.map((name) => [name, pivot[name]])), via: pivot['id'] })),
  );

const same = (one: unknown, other: unknown): boolean => one !== null && one === other;
const visible = (books: readonly Row[]): Row[] => books.filter(({ hidden }) => hidden === 0);

interface Spec extends Omit<Way, 'tables' | 'declare'> {
  readonly between?: readonly TableName[];
  declare(this: Declaring, model: Models): Declared;
}

const SPECS: readonly Spec[] = [
  ...(['hasMany', 'hasOne'] as const).map((kind): Spec => ({
    name: kind,
    owner: 'people',
    target: 'books',
    single: kind === 'hasOne',
    declare(model) {
      return this[kind](model('books'));
    },
    links: ({ books }, { id }) => direct(visible(books).filter(({ person_id }) => same(person_id, id))),
  })),
  {
    name: 'belongsTo',
    owner: 'chapters',
    target: 'books',
    single: true,
    declare(model) {
      return this.belongsTo(model('books'));
    },
    links: ({ books }, { book_id }) => direct(visible(books).filter(({ id }) => same(id, book_id))),
  },
  {
    name: 'hasMany of the same table',
    owner: 'people',
    target: 'people',
    single: false,
    declare(model) {
      return this.hasMany(model('people'), 'boss_id');
    },
    links: ({ people }, { id }) => direct(people.filter(({ boss_id }) => same(boss_id, id))),
  },
  {
    name: 'belongsTo the same table',
    owner: 'people',
    target: 'people',
    single: true,
    declare(model) {
      return this.belongsTo(model('people'), 'boss_id');
    },
    links: ({ people }, { boss_id }) => direct(people.filter(({ id }) => same(id, boss_id))),
  },
  {
    name: 'belongsToMany',
    owner: 'books',
    target: 'tags',
    between: ['books_tags'],
    single: false,
    pivot: ['books_tags.book_id', 'books_tags.tag_id'],
    declare(model) {
      return this.belongsToMany(model('tags'));
    },
    links: ({ books_tags, tags }, parent) =>
      through(
        books_tags.filter(({ book_id }) => same(book_id, parent['id'])),
        tags,
        ({ tag_id }, { id }) => same(tag_id, id),
        ['book_id', 'tag_id'],
      ),
  },
  {
    name: 'belongsToMany with a column between',
    owner: 'tags',
    target: 'books',
    between: ['books_tags'],
    single: false,
    pivot: ['books_tags.book_id', 'books_tags.tag_id', 'books_tags.rank'],
    besides: ['books_tags.rank'],
    declare(model) {
      return this.belongsToMany(model('books')).withPivot(['rank']);
    },
    links: ({ books_tags, books }, parent) =>
      through(
        books_tags.filter(({ tag_id }) => same(tag_id, parent['id'])),
        visible(books),
        ({ book_id }, { id }) => same(book_id, id),
        ['book_id', 'tag_id', 'rank'],
      ),
  },
  {
    name: 'belongsToMany of the same table',
    owner: 'people',
    target: 'people',
    between: ['friends'],
    single: false,
    pivot: ['friends.person_id', 'friends.friend_id'],
    declare(model) {
      return this.belongsToMany(model('people'), 'friends', 'person_id', 'friend_id');
    },
    links: ({ friends, people }, parent) =>
      through(
        friends.filter(({ person_id }) => same(person_id, parent['id'])),
        people,
        ({ friend_id }, { id }) => same(friend_id, id),
        ['person_id', 'friend_id'],
      ),
  },
  {
    name: 'belongsToMany through a model',
    owner: 'books',
    target: 'tags',
    between: ['books_tags'],
    single: false,
    pivot: ['books_tags.id', 'books_tags.book_id', 'books_tags.tag_id'],
    besides: ['books_tags.id'],
    declare(model) {
      return this.belongsToMany(model('tags')).through(model('books_tags'));
    },
    links: ({ books_tags, tags }, parent) =>
      through(
        books_tags.filter(({ book_id }) => same(book_id, parent['id'])),
        tags,
        ({ tag_id }, { id }) => same(tag_id, id),
        ['id', 'book_id', 'tag_id'],
      ),
  },
  ...(['hasMany', 'hasOne'] as const).map((kind): Spec => ({
    name: `${kind} through`,
    owner: 'people',
    target: 'chapters',
    between: ['books'],
    single: kind === 'hasOne',
    pivot: ['books.id', 'books.person_id'],
    besides: ['books.id'],
    declare(model) {
      return this[kind](model('chapters')).through(model('books'));
    },
    links: ({ books, chapters }, parent) =>
      through(
        visible(books).filter(({ person_id }) => same(person_id, parent['id'])),
        chapters,
        ({ id }, { book_id }) => same(id, book_id),
        ['id', 'person_id'],
      ),
  })),
  {
    name: 'hasMany through the same table',
    owner: 'people',
    target: 'people',
    single: false,
    pivot: ['people_pivot.id', 'people_pivot.boss_id'],
    besides: ['people_pivot.id'],
    declare(model) {
      return this.hasMany(model('people'), 'boss_id').through(model('people'), 'boss_id', 'boss_id');
    },
    links: ({ people }, parent) =>
      through(
        people.filter(({ boss_id }) => same(boss_id, parent['id'])),
        people,
        ({ id }, { boss_id }) => same(id, boss_id),
        ['id', 'boss_id'],
      ),
  },
  {
    name: 'belongsTo through',
    owner: 'chapters',
    target: 'people',
    between: ['books'],
    single: true,
    pivot: ['books.id', 'books.person_id'],
    besides: ['books.person_id'],
    declare(model) {
      return this.belongsTo(model('people')).through(model('books'));
    },
    links: ({ books, people }, parent) =>
      through(
        visible(books).filter(({ id }) => same(id, parent['book_id'])),
        people,
        ({ person_id }, { id }) => same(person_id, id),
        ['id', 'person_id'],
      ),
  },
  ...(['morphMany', 'morphOne'] as const).map((kind): Spec => ({
    name: kind,
    owner: 'books',
    target: 'notes',
    single: kind === 'morphOne',
    declare(model) {
      return this[kind](model('notes'), 'subject');
    },
    links: ({ notes }, { id }) =>
      direct(notes.filter((note) => note['subject_type'] === 'books' && same(note['subject_id'], String(id)))),
  })),
  {
    name: 'morphTo',
    owner: 'notes',
    target: 'books',
    between: ['people'],
    single: true,
    bare: true,
    declare(model) {
      return this.morphTo('subject', model('books'), model('people'));
    },
    links: ({ books, people }, { subject_type, subject_id }) => {
      const all = subject_type === 'books' ? visible(books) : subject_type === 'people' ? people : [];
      return direct(all.filter(({ id }) => same(String(id), subject_id)));
    },
  },
  {
    name: 'hasMany with a key of two columns',
    owner: 'rooms',
    target: 'beds',
    single: false,
    declare(model) {
      return this.hasMany(model('beds'), ['house', 'room'], ['house', 'number']);
    },
    links: ({ beds }, { house, number }) =>
      direct(beds.filter((bed) => same(bed['house'], house) && same(bed['room'], number))),
  },
  {
    name: 'belongsTo with a key of two columns',
    owner: 'beds',
    target: 'rooms',
    single: true,
    declare(model) {
      return this.belongsTo(model('rooms'), ['house', 'room'], ['house', 'number']);
    },
    links: ({ rooms }, { house, room }) =>
      direct(rooms.filter((each) => same(each['house'], house) && same(each['number'], room))),
  },
];

export const WAYS: readonly Way[] = SPECS.map(({ between = [], declare, ...spec }) =>
  Object.assign(spec, {
    tables: [...new Set([spec.owner, spec.target, ...between, 'extras' as const])],
    declare: (model: Models, owner: ThisType<unknown>) => declare.call(owner as Declaring, model),
  }),
);

/** The classes of the tables' models, one of which has a relation with a query. */
export function modelsFor(db: Shelf, way: Way, write: (query: Knex.QueryBuilder) => void): EntityClass {
  const unhidden = {
    name: 'not hidden',
    constrain: (query: Knex.QueryBuilder, { table }: { readonly table: string }): void =>
      void query.where(`${table}.hidden`, 0),
  };
  const classes = new Map<TableName, EntityClass>();
  const make = (table: TableName, members: object = {}): EntityClass => {
    const Model = define(db, table, members);
    if (table === 'books') Object.assign(Model, { scopes: [unhidden] });
    classes.set(table, Model);
    return Model;
  };
  const model: Models = (table) => classes.get(table) ?? make(table);
  const Owner = make(way.owner, {
    related_() {
      return way.declare(model, this).query(write);
    },
  });
  return Object.assign(Owner, { relations: ['related_'] });
}
