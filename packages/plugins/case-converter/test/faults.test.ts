import { createShelf, type PrimaryKey } from '@shelf/core';
import { relations } from '@shelf/relations';
import { caseConverter } from '../src/index.js';
import { inMemory, withLibrary } from './library.js';

const faultOf = (work: Promise<unknown>): Promise<Record<string, unknown>> =>
  work.then(
    () => ({}),
    (error: Record<string, unknown>) => error,
  );

test('the columns of a fault are attributes', () =>
  withLibrary(async ({ Author, Book }, db) => {
    const unique = await faultOf(new Author({ fullName: 'Jane', eMail: 'jane@example.org' }).save());
    expect(unique).toBeInstanceOf(db.UniqueViolationError);
    expect([unique['columns'], unique['model']]).toEqual([['eMail'], 'Author']);
    const missing = await faultOf(new Book({ pageCount: 3 }).save());
    expect(missing).toBeInstanceOf(db.NotNullViolationError);
    expect(missing['columns']).toEqual(['bookTitle']);
  }));

test('an attribute without a column is named as the caller named it', () =>
  withLibrary(async ({ Author }, db) => {
    const message = expect.stringMatching(/^Table 'authors' has no column '\w+'; it has: authorId, fullName, eMail, /);
    for (const [name, value] of Object.entries({ fulName: 'J', full_name: 'J' })) {
      const unknown = { code: 'UNKNOWN_COLUMN', columns: [name], message };
      const attributes = { [name]: value };
      expect(await faultOf(new Author(attributes).save())).toMatchObject(unknown);
      expect(await faultOf(new Author(attributes).fetch())).toMatchObject(unknown);
      expect(await faultOf(new Author({ authorId: 1 }).save(attributes, { patch: true }))).toMatchObject(unknown);
    }
    expect(await faultOf(new Author({ authorId: 1, isAlive: 'x' as never }).save())).toMatchObject({
      columns: ['isAlive'],
    });
    await expect(Author.where({ pageCount: undefined } as never).fetchAll()).rejects.toBeInstanceOf(
      db.UndefinedBindingError,
    );
  }));

test('a column that is added while the program runs is known once it is written', () =>
  withLibrary(async ({ Author }, db) => {
    await Author.fetchAll();
    await db.knex.schema.alterTable('authors', (t) => t.string('pen_name'));
    await new Author({ authorId: 1 }).save({ penName: 'A Lady' } as never);
    expect((await new Author({ authorId: 1 }).fetch())?.toJSON()).toMatchObject({ penName: 'A Lady' });
  }));

test('a column that is dropped is forgotten after one error, which names its attribute', () =>
  withLibrary(async ({ Author }, db) => {
    await Author.fetchAll();
    await db.knex.schema.alterTable('authors', (t) => t.dropColumn('born_on'));
    expect(await faultOf(Author.fetchAll())).toMatchObject({
      code: 'UNKNOWN_COLUMN',
      columns: [expect.stringMatching(/bornOn$/)],
    });
    expect((await Author.fetchAll()).at(0)?.toJSON()).not.toHaveProperty('bornOn');
  }));

test('an attribute whose name a result could not have in full is refused', async () => {
  const dialect = inMemory();
  const { capabilities } = dialect;
  await withLibrary(
    async ({ Author }) => {
      expect(await faultOf(Author.fetchAll())).toMatchObject({
        code: 'INVALID_ATTRIBUTE',
        message: "'author_id_of_a_long_name' is longer than the 20 bytes that a column name may have",
      });
    },
    {
      dialect: { ...dialect, capabilities: { ...capabilities, maxIdentifierBytes: 20 } },
      plugins: [
        relations(),
        caseConverter({ attribute: (name) => (name === 'author_id' ? 'author_id_of_a_long_name' : name) }),
      ],
    },
  );
});

describe('one attribute of two columns', () => {
  test('is refused, with the table and both', async () => {
    const db = createShelf({ dialect: inMemory(), plugins: [caseConverter()] });
    await db.knex.raw('create table twins (id integer primary key, pen_name text, "penName" text)');
    const Twin = db.Model.of<{ id: PrimaryKey<number>; penName: string }>().extend({ tableName: 'twins' });
    const refusal = {
      code: 'INVALID_ATTRIBUTE',
      message: "Table 'twins': the columns 'pen_name' and 'penName' would both be the attribute 'penName'",
      table: 'twins',
      columns: ['pen_name', 'penName'],
    };
    for (const work of [
      () => Twin.fetchAll(),
      () => new Twin({ penName: 'x' }).save(),
      () => Twin.count(),
      () => new Twin({ id: 1 }).destroy(),
    ])
      expect(await faultOf(work())).toMatchObject(refusal);
    const Plain = db.Model.of<{ id: PrimaryKey<number>; pen_name: string; penName: string }>().extend({
      tableName: 'twins',
      caseConverter: false,
    });
    const plain = await new Plain({ pen_name: 'a', penName: 'b' }).save();
    expect((await plain.refresh())?.toJSON()).toEqual({ id: 1, pen_name: 'a', penName: 'b' });
    await db.destroy();
  });
});

test('an unknown column of another table keeps the name of that table', () =>
  withLibrary(async ({ Book }) => {
    const fault: unknown = await Book.query((qb) => qb.join('shelf_marks', 'shelf_marks.mark_code', 'books.id'))
      .fetchAll()
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'UNKNOWN_COLUMN', columns: ['shelf_marks.markCode'] });
  }));
