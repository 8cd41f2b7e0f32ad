// A stand-in for @shelf/registry: names as targets.
import { createShelf, type Generated } from '@shelf/core';
import { relations } from '@shelf/relations';
import registry from './fixtures/registry.js';
export const db = createShelf({ plugins: [relations(), registry()] });

class Author extends db.Model<{ id: Generated<number>; name: string }> {
  books() {
    return this.hasMany('Book');
  }
  first() {
    return this.related('books').at(0);
  }
}
const Book = db.Model.of<{ id: Generated<number>; title: string; author_id: number }>().extend({
  author() {
    return this.belongsTo('Author');
  },
  editions() {
    return this.hasMany('Edition');
  },
});
const Edition = db.model(
  'Edition',
  db.Model.of<{ id: number; year: number }>().extend({
    book() {
      return this.belongsTo(Book);
    },
  }),
);
db.model('Author', Author);
db.model('Book', Book);
declare module './fixtures/registry.js' {
  interface Registry {
    Author: typeof Author;
    Book: typeof Book;
    Edition: typeof Edition;
  }
}

const a = new Author({ id: 1 });
const year: number | undefined = a.first()?.related('editions').at(0)?.get('year');
a.fetch({ require: true, withRelated: ['books.editions.book.author', { books: (qb) => qb.limit(1) }] }).then((m) => {
  const y: number = m.toJSON().books[0]!.editions[0]!.year;
  const n: string = m.toJSON().books[0]!.editions[0]!.book!.author!.name;
});
// @ts-expect-error
a.fetch({ require: true, withRelated: ['books.nope'] });
class Bad extends db.Model<{ id: number }> {
  xs() {
    // @ts-expect-error unknown name
    return this.hasMany('Nope');
  }
  ys() {
    // @ts-expect-error not a model
    return this.hasMany(42);
  }
  zs() {
    // @ts-expect-error not a model
    return this.hasMany(Date);
  }
}
const B: typeof Book = db.model('Book');
new B().related('author').get('name').toUpperCase();
// @ts-expect-error
db.model('Zip');
