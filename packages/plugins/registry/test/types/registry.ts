// Names lead to the same types as classes.
import { Author, Authors, Book, db, Edition } from './library.js';

declare function is<T extends true>(): T;
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

declare const author: Author;
async function used() {
  const year: string | undefined = author.first()?.related('editions').at(0)?.shout();
  const titles: string[] = author.related('own').titles();
  const found = await author.fetch({ require: true, withRelated: ['books.author', { books: (qb) => qb.limit(1) }] });
  const name: string | undefined = found.toJSON().books[0]!.author?.name;
  const since: unknown = found.related('books').at(0)!.related('readers').at(0)!.pivot.get('since');
  const through = author.related('editions').at(0)!.pivot.get('title').toUpperCase();
  (await Author.fetchAll({ withRelated: ['books.editions.book.author'] })).toJSON();
  // @ts-expect-error no such relation
  await author.fetch({ withRelated: ['books.nope'] });
  // @ts-expect-error no such column
  author.related('books').at(0)!.get('titel');
}

// What a name gives is the class.
is<Equal<ReturnType<typeof bookClass>, typeof Book>>();
function bookClass() {
  return db.model('Book');
}
const authors = new (db.collection('Authors'))();
const names: string[] = authors.names();
new Authors().names();
new Edition().shout();
new (db.model('Author'))({ name: 'Ada' }).get('name').toUpperCase();

// Classes may stand beside names.
class Shop extends db.Model<{ id: number }> {
  books() {
    return this.hasMany(Book);
  }
  sellers() {
    return this.belongsToMany('Author').through('Book');
  }
}
new Shop().related('books').at(0)!.related('author').get('name').toUpperCase();
new Shop().related('sellers').at(0)!.pivot.get('title').toUpperCase();

db.resolve = (name) => (name === 'Book' ? Book : undefined);
db.resolve = () => {};
// @ts-expect-error it is asked at once
db.resolve = async () => Book;
