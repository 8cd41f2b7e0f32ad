import { library } from './library.js';

test('not loaded, loaded and absent, loaded: three states', async () => {
  const { ada, Member } = await library();
  expect(ada.relations).toEqual({});
  const loaded = await new Member({ id: 1 }).fetch({ require: true, withRelated: ['card', 'books'] });
  expect(loaded.relations['card']).toBeNull();
  expect(loaded.related('card').isNew()).toBe(true);
  expect(loaded.related('card')).toBe(loaded.related('card'));
  expect(loaded.toJSON()).toMatchObject({ card: null, books: [{ title: 'Emma' }] });
});

test('what is no relation is undefined, and methods of every model are never called', async () => {
  const { ada, Member } = await library();
  const loose = ada as unknown as { related(name: unknown): unknown };
  const destroy = jest.spyOn(Object.getPrototypeOf(Member.prototype) as { destroy(): unknown }, 'destroy');
  for (const name of ['nope', 'greeting', 'destroy', 'save', 'constructor', '__proto__', 'toString', 5])
    expect(loose.related(name)).toBeUndefined();
  const hostile = ['destroy', 'save', 'constructor', '__proto__', 'books.destroy', 'books..tags', ''];
  for (const name of hostile) {
    const fetched = Member.fetchAll({ withRelated: [name] as string[] });
    await expect(fetched).rejects.toMatchObject({ code: 'INVALID_RELATION' });
  }
  expect(destroy).not.toHaveBeenCalled();
});

test('an unknown name is told what there is', async () => {
  const { Member } = await library();
  const withRelated = ['pots'] as string[];
  await expect(Member.fetchAll({ withRelated })).rejects.toThrow(
    /Member has no relation 'pots'; it has: card, books, tags, notes, referrer, referred/,
  );
});

test('a relation may be constrained where it is declared, and is told how where that gives something else', async () => {
  const { Member, Book } = await library();
  class Reader extends Member {
    emmas() {
      return this.hasMany(Book, 'member_id').where('title', 'Emma');
    }
    listed() {
      return this.hasMany(Book, 'member_id').where({ title: 'Emma' });
    }
  }
  await new Book({ member_id: 1, title: 'Persuasion' }).save();
  const reader = await new Reader({ id: 1 }).fetch({ require: true, withRelated: ['emmas'] });
  expect(reader.related('emmas').pluck('title')).toEqual(['Emma']);
  expect((await reader.emmas().fetch()).pluck('title')).toEqual(['Emma']);
  await expect(Reader.fetchAll({ withRelated: ['listed'] as string[] })).rejects.toThrow(
    'Reader.listed() declares a relation, but returns something else: constrain it by query(…), which returns it',
  );
});

test('a model without a key has no related rows by it', async () => {
  const { db, Book } = await library();
  class Keyless extends db.Model<{ id: number }> {
    static override tableName = 'members';
    static override idAttribute = null;
    books() {
      return this.hasMany(Book);
    }
  }
  expect(() => new Keyless({ id: 1 }).books()).toThrow('needs to be told its columns');
});

test('what a handler of `fetching` asks for is loaded', async () => {
  const { Member } = await library();
  class Reader extends Member {
    override initialize(): void {
      this.on('fetching', (_model, _columns, options) => void (options.withRelated = ['books']));
    }
  }
  const reader = await new Reader({ id: 1 }).fetch({ require: true });
  expect(reader.toJSON()).toMatchObject({ books: [{ title: 'Emma' }] });
});

test('plain values put into `relations` serialise', async () => {
  const { ada } = await library();
  ada.relations = { fines: [{ amount: 3 }], limit: 5 };
  expect(ada.toJSON()).toMatchObject({ fines: [{ amount: 3 }], limit: 5 });
});

test('a copy has relations of its own', async () => {
  const { ada, Member } = await library();
  await ada.load('books');
  const copy = ada.clone();
  const bob = await new Member({ name: 'Bob', referrer_id: null }).save();
  copy.set('id', bob.id);
  const book = await copy.related('books').create({ title: 'Dune' });
  expect(book.get('member_id')).toBe(bob.id);
  expect(ada.related('books').pluck('title')).toEqual(['Emma']);
});

test('a parent that was fetched without its key is told so, not given nothing', async () => {
  const { Member } = await library();
  const fetched = Member.fetchAll({ columns: ['name'], withRelated: ['books'] });
  await expect(fetched).rejects.toThrow(/Member\.books needs 'id' of its Member: it was not fetched/);
});

test('a wrong target is refused in plain words', async () => {
  const { db } = await library();
  const broken = (target: unknown) =>
    class Broken extends db.Model {
      static override tableName = 'members';
      books() {
        return this.hasMany(target as typeof db.Model);
      }
    };
  expect(() => new (broken(undefined))().books()).toThrow(/needs a model class .*not undefined \(do two files/);
  expect(() => new (broken('Book'))().books()).toThrow(expect.objectContaining({ code: 'MODEL_NOT_RESOLVED' }));
  expect(() => new (broken(Date))().books()).toThrow(expect.objectContaining({ code: 'INVALID_RELATION' }));
  const { Book: foreign } = await library();
  expect(() => new (broken(foreign))().books()).toThrow(/of the same shelf/);
});

test('eager-loaded models fire `fetched`, awaited, once what is nested below them is there', async () => {
  const { Member, Book } = await library();
  const heard: unknown[] = [];
  class Heard extends Book {
    override initialize(): void {
      this.on('fetched', async (model) => {
        await Promise.resolve();
        heard.push(model.get('title'), model.related('member').get('name'));
      });
    }
  }
  class Reader extends Member {
    heard() {
      return this.hasMany(Heard, 'member_id');
    }
  }
  await Reader.fetchAll({ withRelated: ['heard.member'] });
  expect(heard).toEqual(['Emma', 'Ada']);
});

test('load without names resolves and loads nothing', async () => {
  const { ada, Member } = await library();
  const loose = ada as unknown as { load(): Promise<unknown> };
  expect(await loose.load()).toBe(ada);
  const members = await Member.fetchAll();
  expect(await (members as unknown as { load(): Promise<unknown> }).load()).toBe(members);
  expect(ada.relations).toEqual({});
});

test('relations of a model without a table, and to one, say so', async () => {
  const { db, Book } = await library();
  class Ghost extends db.Model {
    books() {
      return this.hasMany(Book);
    }
    shelves() {
      return this.belongsToMany(Book);
    }
    pages() {
      return this.hasMany(Book, 'member_id');
    }
  }
  class Reader extends db.Model {
    static override tableName = 'members';
    ghost() {
      return this.belongsTo(Ghost);
    }
    ghosts() {
      return this.hasMany(Ghost, 'member_id');
    }
  }
  const ghost = new Ghost({ id: 1 });
  for (const name of ['books', 'shelves'] as const)
    for (const act of [() => ghost.related(name).fetch(), () => ghost.load(name)])
      await expect((async () => act())()).rejects.toMatchObject({
        code: 'INVALID_RELATION',
        message: expect.stringMatching(/Ghost has no tableName; its relations, and those to it, need one/) as string,
      });
  expect((await ghost.load('pages')).related('pages').pluck('title')).toEqual(['Emma']);
  const reader = await new Reader({ id: 1 }).fetch({ require: true });
  await expect(reader.load('ghost')).rejects.toThrow(/Ghost has no tableName/);
  for (const act of [
    () => reader.load('ghosts'),
    () => reader.related('ghosts').fetch(),
    () => Reader.whereHas('ghosts').fetchAll(),
  ])
    await expect(act()).rejects.toThrow(/Ghost has no tableName/);
});

test('a destroyed model leaves the related collection that was loaded', async () => {
  const { Member } = await library();
  const members = await Member.fetchAll({ withRelated: ['books'] });
  const [ada] = members.models;
  const [emma] = ada!.related('books').models;
  expect(emma!.get('title')).toBe('Emma');
  await emma!.destroy();
  expect([ada!.related('books').length, ada!.toJSON().books]).toEqual([0, []]);
  const again = await new Member({ id: 1 }).fetch({ require: true, withRelated: ['books'] });
  expect(again.related('books')).toHaveLength(0);
  await ada!.destroy();
  expect(members.models).not.toContain(ada);
});

describe('the builder of a related model or collection leads to its rows', () => {
  test('of a hasMany, a belongsToMany and a hasOne; also after the model has left the relation', async () => {
    const { Member, Book, Card, ada, emma, tags } = await library();
    const bob = await new Member({ name: 'Bob', referrer_id: null }).save();
    await new Book({ title: 'Other', member_id: bob.id }).save();
    await new Card({ number: '2', member_id: bob.id }).save();
    await new Card({ number: '1', member_id: ada.id }).save();
    await emma.tags().attach([
      { tag_id: tags[2]!.id, weight: 1 },
      { tag_id: tags[0]!.id, weight: 2 },
    ] as never);
    expect(await ada.books().query().pluck('title')).toEqual(['Emma']);
    expect(await ada.books().query().count({ n: '*' })).toEqual([{ n: 1 }]);
    expect(await emma.tags().query().orderBy('books_tags.weight')).toEqual([
      { id: 3, name: 'thin' },
      { id: 1, name: 'novel' },
    ]);
    expect(await emma.tags().query().where('id', '>', 1).pluck('id')).toEqual([3]);
    const card = ada.card();
    const builder = card.query();
    await card.fetch();
    expect(await builder.pluck('number')).toEqual(['1']);
  });

  test('in updates and deletes, and never past it', async () => {
    const { db, Member, Book, ada, emma } = await library();
    const bob = await new Member({ name: 'Bob', referrer_id: null }).save();
    await new Book({ title: 'Other', member_id: bob.id }).save();
    await emma.tags().attach([1, 2]);
    await ada.books().query().where('title', 'x').orWhere('id', '>', 0).update({ title: 'written' });
    await emma.tags().query().update({ name: 'mine' });
    await emma.tags().query().orderBy('id', 'desc').limit(1).update({ name: 'last' });
    expect(await db.knex('books').orderBy('id').pluck('title')).toEqual(['written', 'Other']);
    expect(await db.knex('tags').orderBy('id').pluck('name')).toEqual(['mine', 'last', 'thin']);
    await db.knex('books_tags').del();
    await ada.books().query().del();
    expect(await db.knex('books').pluck('title')).toEqual(['Other']);
  });

  test('as a subquery of a query of a model, and not of one of knex’s own', async () => {
    const { db, Book, ada } = await library();
    await new Book({ title: 'Other', member_id: null }).save();
    const ids = ada.books().query().select('id');
    expect(await Book.query((outer) => outer.whereIn('id', ids)).count()).toBe(1);
    await expect(Promise.resolve(db.knex('books').whereIn('id', ids))).rejects.toBeInstanceOf(db.InvalidValueError);
  });

  test('whereHas holds in a builder too', async () => {
    const { Member, ada } = await library();
    await new Member({ name: 'Bob', referrer_id: null }).save();
    expect(await Member.whereHas('books').query().pluck('id')).toEqual([ada.id]);
  });
});
