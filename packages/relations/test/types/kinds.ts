// The seven kinds, all their parameters, and what each returns.
import type { Collection, Generated, ModelIn, PrimaryKey } from '@shelf/core';
import type {
  BelongsTo,
  BelongsToMany,
  BelongsToManyThrough,
  HasMany,
  HasManyThrough,
  HasOne,
  MorphMany,
  MorphOne,
  MorphTo,
  Resolve,
  SingleThrough,
} from '@shelf/relations';
import type { Knex } from 'knex';
import { db } from './class.js';
import { is, type Equal } from './fixtures/equal.js';

interface BookRow {
  id: Generated<number>;
  title: string;
}
class Book extends db.Model<BookRow> {
  cover() {
    return this.hasOne(Cover, 'book_id', 'id');
  }
  chapters() {
    return this.hasMany(Chapter, ['book_id', 'edition'], ['id', 'edition']);
  }
  paragraphs() {
    return this.hasMany(Paragraph).through(Chapter, 'book_id', 'chapter_id', 'id', 'id');
  }
  dedication() {
    return this.hasOne(Paragraph).through(Chapter, ['book_id'], ['chapter_id']);
  }
  authors() {
    return this.belongsToMany(Author, 'authorships', 'book_id', ['author_id'], 'id', ['id']).withPivot('share');
  }
  contributors() {
    return this.belongsToMany(Author).through(Authorship, 'book_id', 'author_id');
  }
  photo() {
    return this.morphOne(Photo, 'imageable', ['image_type', 'image_id'], 'book');
  }
  photos() {
    return this.morphMany(Photo, 'imageable', 'book');
  }
  tuples() {
    return this.morphMany(Photo, 'imageable', ['image_type', ['image_a', 'image_b']]);
  }
  shelved() {
    return this.hasMany(Chapters);
  }
  signatories() {
    return this.belongsToMany(Authors);
  }
}
class Cover extends db.Model<{ id: number; colour: string }> {}
class Chapter extends db.Model<{ id: number; name: string; book_id: number }> {
  book() {
    return this.belongsTo(Book, 'book_id', 'id');
  }
  paragraphs() {
    return this.hasMany(Paragraph);
  }
  shout() {
    return this.get('name').toUpperCase();
  }
}
class Chapters extends db.Collection<Chapter> {
  static override model = Chapter;
  titles() {
    return this.pluck('name');
  }
}
class Paragraph extends db.Model<{ id: number; text: string }> {
  chapter() {
    return this.belongsTo(Chapter);
  }
  book() {
    return this.belongsTo(Book).through(Chapter);
  }
}
class Author extends db.Model<{ id: number; name: string }> {
  books() {
    return this.belongsToMany(Book).through(Authorship).withPivot('share').withPivot(['since']);
  }
}
class Authors extends db.Collection<Author> {
  static override model = Author;
  signed() {
    return this.map('name').join();
  }
}
interface AuthorshipRow {
  book_id: PrimaryKey<number>;
  author_id: PrimaryKey<number>;
  share: number;
  since: Date | null;
}
class Authorship extends db.Model<AuthorshipRow> {
  half() {
    return this.get('share') / 2;
  }
}
class Photo extends db.Model<{ id: number; url: string }> {
  imageable() {
    return this.morphTo('imageable', Book, [Author, 'writer']);
  }
  named() {
    return this.morphTo('imageable', ['image_type', 'image_id'], Book, Author);
  }
  composite() {
    return this.morphTo('imageable', ['image_type', ['image_a', 'image_b']], [Book, 'book'], Author);
  }
}

declare const book: Book;
declare const author: Author;
declare const photo: Photo;
declare const paragraph: Paragraph;

// What is declared is what the methods return; nothing else has been looked at.
is<Equal<ReturnType<Book['cover']>, HasOne<typeof Cover>>>();
is<Equal<ReturnType<Book['chapters']>, HasMany<typeof Chapter>>>();
is<Equal<ReturnType<Book['paragraphs']>, HasManyThrough<typeof Paragraph, typeof Chapter>>>();
is<Equal<ReturnType<Book['dedication']>, SingleThrough<typeof Paragraph, typeof Chapter>>>();
is<Equal<ReturnType<Book['authors']>, BelongsToMany<typeof Author, 'share'>>>();
is<Equal<ReturnType<Book['contributors']>, BelongsToManyThrough<typeof Author, typeof Authorship>>>();
is<Equal<ReturnType<Book['photo']>, MorphOne<typeof Photo>>>();
is<Equal<ReturnType<Book['photos']>, MorphMany<typeof Photo>>>();
is<Equal<ReturnType<Chapter['book']>, BelongsTo<typeof Book>>>();
is<Equal<ReturnType<Photo['composite']>, MorphTo<readonly [readonly [typeof Book, 'book'], typeof Author]>>>();
is<Equal<Resolve<typeof Chapters>, Chapter>>();

// related() of each.
is<Equal<ReturnType<typeof cover>, Cover>>();
const cover = () => book.related('cover');
is<Equal<ReturnType<typeof chapters>, Collection<Chapter>>>();
const chapters = () => book.related('chapters');
const owner: Book | Author = photo.related('imageable');
const either: Book | Author = photo.related('named');
const other: Book | Author = photo.related('composite');
book.related('photo').get('url').trim();
book.related('photos').pluck('url');
book.related('tuples').at(0)?.get('url');

// Through a model, the interim is the pivot.
book.related('paragraphs').at(0)!.pivot.shout();
book.related('dedication').pivot.get('name').trim();
book.related('contributors').at(0)!.pivot.half();
author.related('books').at(0)!.pivot.get('since')?.getTime();
paragraph.related('book').pivot.shout();
paragraph.related('book').related('cover').get('colour');
// @ts-expect-error no interim
book.related('chapters').at(0)!.pivot;
async function pivots() {
  const found = await book.fetch({ require: true, withRelated: ['paragraphs.chapter', 'contributors.books'] });
  const json = found.toJSON();
  const text: string = json.paragraphs[0]!.text + json.paragraphs[0]!._pivot_name + json.paragraphs[0]!.chapter!.name;
  const share: number = json.contributors[0]!._pivot_share + json.contributors[0]!.books[0]!._pivot_share;
  const [first] = (await book.related('authors').fetch()).toJSON();
  is<Equal<NonNullable<typeof first>['_pivot_share'], unknown>>();
  // @ts-expect-error no such column
  json.contributors[0]!._pivot_shrae;
  // @ts-expect-error no pivot
  json.paragraphs[0]!.chapter!._pivot_name;
  const through = await book.dedication().fetch();
  through?.pivot.shout();
}

// A class of collections as the target: related() gives one.
book.related('shelved').titles().join();
book.related('shelved').at(0)?.shout();
book.related('signatories').signed();
book.related('signatories').at(0)?.pivot.get('share');
void book.related('signatories').attach(1);
is<Equal<ModelIn<ReturnType<Book['shelved']>>, Chapter>>();
async function collections() {
  const found = await book.fetch({ require: true, withRelated: ['shelved.paragraphs', 'signatories.books'] });
  found.related('shelved').titles();
  found.related('shelved').at(0)!.toJSON().paragraphs[0]!.text.trim();
  found.toJSON().shelved[0]!.paragraphs[0]!.text.trim();
  found.related('signatories').signed();
  (await book.related('shelved').fetch({ withRelated: ['paragraphs'] })).titles();
  (await book.shelved().fetch({ withRelated: ['paragraphs'] })).at(0)!.toJSON().paragraphs.length;
}

// A relation to one: a model that knows how to fetch itself.
async function one() {
  const fetched: Cover | null = await book.cover().fetch();
  const sure: Cover = await book.cover().where({ colour: 'red' }).where('id', '>', 1).fetch({ require: true });
  const again: Cover = await book.cover().refresh();
  const saved: Cover = await book.cover().set({ colour: 'red' }).save({ colour: 'blue' }, { method: 'insert' });
  const destroyed: Cover = await book.cover().destroy({ require: true });
  const colour: string = book.cover().get('colour');
  const n: number = await book.cover().count();
  const builder: Knex.QueryBuilder = book.cover().query();
  book
    .cover()
    .query('where', 'id', 1)
    .query({ limit: 1 })
    .query((qb) => qb.limit(1))
    .orderBy('-colour');
  const found = await paragraph.chapter().fetch({ require: true, withRelated: ['book.cover'] });
  found.toJSON().book!.cover!.colour.trim();
  (await paragraph.chapter().load(['book.cover'])).toJSON().book!.cover!.colour.trim();
  const imaged: Book | Author | null = await photo.imageable().fetch();
  const required: Book | Author = await photo.imageable().query('where', 'id', 1).fetch({ require: true });
  // @ts-expect-error no such column
  book.cover().where({ color: 'red' });
  // @ts-expect-error no such column
  book.cover().get('color');
  // @ts-expect-error no such relation
  await paragraph.chapter().fetch({ withRelated: ['cover'] });
  // @ts-expect-error it may not be there
  (await book.cover().fetch()).get('colour');
}

// A relation to many: a collection.
async function many() {
  const made: Chapter = await book.chapters().create({ name: 'x' });
  const fetched = await book.chapters().query('where', 'name', 'x').orderBy('-name').fetch({ require: true });
  is<Equal<typeof fetched, HasMany<typeof Chapter>>>();
  const first: Chapter | null = await book.chapters().fetchOne();
  const page = await book.chapters().fetchPage({ page: 2 });
  page.at(0)?.shout();
  page.pagination.rowCount.toFixed();
  const n: number = await book.chapters().count('name');
  const filtered: Chapter[] = book.chapters().where({ name: 'x' });
  (await book.paragraphs().fetch()).at(0)?.pivot.shout();
  (await book.contributors().fetch()).at(0)?.pivot.half();
  (await book.contributors().fetchOne({ withRelated: ['books'] }))?.pivot.half();
  const contributor = await book.contributors().create({ name: 'x' });
  const back: Author = contributor;
  // @ts-expect-error no such column
  await book.chapters().create({ nmae: 'x' });
}

// Wrong parameters.
class Wrong extends db.Model<{ id: number }> {
  number() {
    // @ts-expect-error no class
    return this.hasOne(42);
  }
  date() {
    // @ts-expect-error no model's class
    return this.belongsTo(Date);
  }
  key() {
    // @ts-expect-error no name
    return this.hasMany(Chapter, 1);
  }
  columns() {
    // @ts-expect-error a type and an id
    return this.morphMany(Photo, 'imageable', ['image_type']);
  }
  target() {
    // @ts-expect-error no model's class
    return this.morphTo('imageable', Book, Date);
  }
  interim() {
    // @ts-expect-error no model's class
    return this.hasMany(Paragraph).through(Date);
  }
  pivot() {
    // @ts-expect-error no such column
    return this.belongsToMany(Author).through(Authorship).withPivot(['shrae']);
  }
  unconnected() {
    // @ts-expect-error only relations of one step go through others
    return this.morphOne(Photo, 'imageable').through(Chapter);
  }
}
