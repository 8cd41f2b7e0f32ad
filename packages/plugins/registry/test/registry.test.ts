import { InvalidValueError, ModelNotResolvedError } from '@shelf/core';
import { newShelf } from './loose.js';

/** What a function throws. */
function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

describe('defining a name', () => {
  test('takes a class in either form and gives it back, from then on by its name', () => {
    const db = newShelf();
    class Author extends db.Model {
      static override tableName = 'authors';
    }
    const Book = db.Model.extend({ tableName: 'books' });
    class Authors extends db.Collection {}
    expect(db.model('Author', Author)).toBe(Author);
    expect(db.model('Book', Book)).toBe(Book);
    expect(db.collection('Authors', Authors)).toBe(Authors);
    expect([db.model('Author'), db.model('Book'), db.collection('Authors')]).toEqual([Author, Book, Authors]);
  });

  test('makes a class of properties, as extend does, that has the name for its own', () => {
    const db = newShelf();
    const Author = db.model('Author', { tableName: 'authors', shout: () => 'A' }, { all: () => 'B' });
    expect(new Author()).toBeInstanceOf(db.Model);
    expect(new Author()).toMatchObject({ tableName: 'authors' });
    expect((new Author() as unknown as { shout(): string }).shout()).toBe('A');
    expect((Author as unknown as { all(): string }).all()).toBe('B');
    expect(Author.name).toBe('Author');
    const Authors = db.collection('Authors', { model: Author });
    expect(new Authors()).toBeInstanceOf(db.Collection);
    expect(new Authors()).toMatchObject({ model: Author });
    expect(db.model('Author')).toBe(Author);
    expect(db.collection('Authors')).toBe(Authors);
  });

  test('twice is an error, whatever the class, and the first stays', () => {
    const db = newShelf();
    const Author = db.model('Author', { tableName: 'authors' });
    for (const define of [
      () => db.model('Author', Author),
      () => db.model('Author', {}),
      () => db.collection('Author', {}),
    ]) {
      expect(thrownBy(define)).toBeInstanceOf(InvalidValueError);
      expect(define).toThrow("The name 'Author' is defined already on this shelf");
    }
    expect(db.model('Author')).toBe(Author);
  });

  test('names of two shelves have nothing to do with each other', () => {
    const [one, two] = [newShelf(), newShelf()];
    const Author = one.model('Author', {});
    expect(() => two.model('Author')).toThrow(ModelNotResolvedError);
    expect(() => two.model('Author', Author)).toThrow(/a class that extends this shelf's Model.*not 'Author'/);
    expect(two.model('Author', {})).not.toBe(Author);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is a name like any other', (name) => {
    const db = newShelf();
    expect(() => db.model(name)).toThrow(ModelNotResolvedError);
    const Class = db.model(name, {});
    expect(db.model(name)).toBe(Class);
  });

  test.each([
    ['no class', 5],
    ['undefined, as a file finds it that is imported too early', undefined],
    ['null', null],
    ['an array', []],
    ['a function', () => 1],
    ['a class of something else', Date],
  ])('%s is refused', (_, definition) => {
    const db = newShelf();
    for (const define of [db.model, db.collection])
      expect(thrownBy(() => define('Author', definition))).toMatchObject({ code: 'INVALID_VALUE' });
    expect(() => db.model('Author')).toThrow(ModelNotResolvedError);
  });

  test('a collection is no model, a model no collection', () => {
    const db = newShelf();
    expect(() => db.model('Authors', db.Collection.extend({}))).toThrow(InvalidValueError);
    expect(() => db.collection('Author', db.Model.extend({}))).toThrow(InvalidValueError);
    db.collection('Authors', {});
    expect(() => db.model('Authors')).toThrow("'Authors' is not the name of a model of this shelf");
  });

  test('a class brings its class properties with it', () => {
    const db = newShelf();
    expect(() => db.model('Author', db.Model.extend({}), { a: 1 })).toThrow(InvalidValueError);
  });

  test.each([[''], [5], [undefined], [Symbol('s')], [{}]])('%p is no name', (name) => {
    const db = newShelf();
    expect(() => db.model(name, {})).toThrow(InvalidValueError);
    expect(() => db.collection(name)).toThrow(InvalidValueError);
  });
});

describe('an unknown name', () => {
  test('lists those that there are', () => {
    const db = newShelf();
    expect(() => db.model('Bok')).toThrow(/There is no model or collection 'Bok'; none is defined yet/);
    db.model('Author', {});
    db.collection('Authors', {});
    const error = thrownBy(() => db.model('Bok'));
    expect(error).toBeInstanceOf(ModelNotResolvedError);
    expect(error).toMatchObject({ code: 'MODEL_NOT_RESOLVED' });
    expect((error as Error).message).toContain("'Bok'; there are: Author, Authors");
  });

  test('in a relation, says whose it is too', () => {
    const db = newShelf();
    const Author = db.model('Author', {
      tableName: 'authors',
      books(this: { hasMany(target: string): unknown }) {
        return this.hasMany('Bok');
      },
    });
    const error = thrownBy(() => new Author({ id: 1 }).related('books'));
    expect(error).toBeInstanceOf(ModelNotResolvedError);
    expect(error).toMatchObject({ model: 'Author' });
    expect((error as Error).message).toMatch(/^Author: hasMany.*'Bok'; there are: Author/);
  });
});

describe('shelf.resolve', () => {
  test('is asked for names that are not defined, once for each that it knows', () => {
    const db = newShelf();
    const Author = db.model('Author', {});
    const Book = db.Model.extend({ tableName: 'books' });
    const asked: string[] = [];
    db.resolve = (name) => {
      asked.push(name);
      return name === 'Book' ? Book : undefined;
    };
    expect([db.model('Author'), db.model('Book'), db.model('Book')]).toEqual([Author, Book, Book]);
    expect(asked).toEqual(['Book']);
    for (const _ of [1, 2]) expect(() => db.model('Nope')).toThrow(/'Nope'; there are: Author, Book/);
    expect(asked).toEqual(['Book', 'Nope', 'Nope']);
  });

  test('a definition that comes later wins', () => {
    const db = newShelf();
    db.resolve = () => db.Model.extend({ tableName: 'old' });
    db.model('Book');
    const Book = db.model('Book', { tableName: 'books' });
    expect(db.model('Book')).toBe(Book);
  });

  test('what it throws is the cause', () => {
    const db = newShelf();
    const broken = new Error('broken file');
    db.resolve = () => {
      throw broken;
    };
    const error = thrownBy(() => db.model('Book'));
    expect(error).toMatchObject({ code: 'MODEL_NOT_RESOLVED', cause: broken });
    expect((error as Error).message).toContain('broken file');
  });

  test.each([
    ['a promise', async () => undefined],
    ["'Date'", () => Date],
    ['an object', () => ({ default: 1 })],
  ])('%s is no class', (what, resolve) => {
    const db = newShelf();
    db.resolve = resolve;
    expect(() => db.model('Book')).toThrow(`shelf.resolve returned ${what}, which is no class of this shelf's`);
  });

  test('that asks for the name itself is told so, and does not go round in circles', () => {
    const db = newShelf();
    db.resolve = (name) => db.model(name);
    expect(() => db.model('Book')).toThrow(/asks for the name that it is asked for/);
  });
});
