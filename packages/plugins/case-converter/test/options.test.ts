import { createShelf, type PrimaryKey, type Shelf } from '@shelf/core';
import { relations } from '@shelf/relations';
import { caseConverter, type CaseConverterOptions } from '../src/index.js';
import { inMemory, withLibrary } from './library.js';

interface Row {
  id: PrimaryKey<number>;
  [name: string]: unknown;
}

async function withMembers(work: (db: Shelf) => Promise<void>, options?: CaseConverterOptions): Promise<void> {
  const db = createShelf({ dialect: inMemory(), plugins: [relations(), caseConverter(options)] });
  try {
    await db.knex.schema.createTable('members', (t) => {
      t.increments('id');
      t.string('usr_first_name');
    });
    await db.knex.schema.createTable('cards', (t) => {
      t.increments('id');
      t.integer('member_id');
    });
    await db.knex.schema.createTable('cards_members', (t) => {
      t.integer('card_id');
      t.integer('member_id');
      t.string('given_by');
    });
    await work(db);
  } finally {
    await db.destroy();
  }
}

/** `usr_first_name` ↔ `firstName`. */
const shortened: Required<CaseConverterOptions> = {
  attribute: (column) => column.replace(/^usr_/, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
  column: (attribute) => `usr_${attribute.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
};

test.each(['the plugin', 'a class', 'a class made by extend', 'a subclass'])(
  '%s may have functions of its own',
  (who) =>
    withMembers(
      async (db) => {
        const said = who === 'the plugin' ? {} : { caseConverter: shortened };
        class Base extends db.Model<Row> {
          static override tableName = 'members';
          static override caseConverter = shortened;
        }
        class Sub extends Base {}
        const Member =
          who === 'a class'
            ? Base
            : who === 'a subclass'
              ? Sub
              : db.Model.of<Row>().extend({ tableName: 'members', ...said });
        const member = await new Member({ firstName: 'Ada' }).save();
        expect(await db.knex('members').select()).toEqual([{ id: 1, usr_first_name: 'Ada' }]);
        expect((await Member.where('firstName', 'Ada').fetchAll()).toJSON()).toEqual([{ id: 1, firstName: 'Ada' }]);
        expect(member.id).toBe(1);
      },
      who === 'the plugin' ? shortened : {},
    ),
);

test('a class may opt out; rows between go by the class that declares the relation', () =>
  withMembers(async (db) => {
    class Card extends db.Model<Row> {
      static override tableName = 'cards';
      members() {
        return this.belongsToMany(Member).withPivot(['givenBy']);
      }
      member() {
        return this.belongsTo(Member);
      }
    }
    class Member extends db.Model<Row> {
      static override tableName = 'members';
      static override caseConverter = false;
      cards() {
        return this.belongsToMany(Card).withPivot(['given_by']);
      }
      own() {
        return this.hasMany(Card);
      }
    }
    const member = await new Member({ usr_first_name: 'Ada' }).save();
    const card = await member.own().create({});
    expect(card.toJSON()).toEqual({ memberId: 1, id: 1 });
    await member.cards().attach({ card_id: 1, given_by: 'Eve' });
    const found = await Member.fetchAll({ withRelated: ['cards', 'own.member'], withCount: ['own'] });
    expect(found.toJSON()).toEqual([
      {
        id: 1,
        usr_first_name: 'Ada',
        own_count: 1,
        cards: [{ id: 1, memberId: 1, _pivot_member_id: 1, _pivot_card_id: 1, _pivot_given_by: 'Eve' }],
        own: [{ id: 1, memberId: 1, member: { id: 1, usr_first_name: 'Ada' } }],
      },
    ]);
    const cards = await Card.fetchAll({ withRelated: ['members'], withCount: ['members'] });
    expect(cards.toJSON()).toEqual([
      {
        id: 1,
        memberId: 1,
        membersCount: 1,
        members: [{ id: 1, usr_first_name: 'Ada', _pivot_cardId: 1, _pivot_memberId: 1, _pivot_givenBy: 'Eve' }],
      },
    ]);
    await card.members().detach();
    expect(await db.knex('cards_members').select()).toEqual([]);
  }));

test('a table that the catalogue does not know is read and written by names that are worked out', () =>
  withLibrary(
    async ({ Author }, db) => {
      const jane = await new Author({ fullName: 'Jane Austen' }).fetch({ require: true });
      expect(jane.toJSON()).toMatchObject({ authorId: 1, eMail: 'jane@example.org' });
      await jane.save({ eMail: 'austen@example.org' });
      const eve = await new Author({ fullName: 'Eve' }).save();
      expect(await db.knex('authors').orderBy('author_id').pluck('e_mail')).toEqual([
        'austen@example.org',
        'ada@example.org',
        null,
      ]);
      expect((await Author.fetchAll()).get(eve.id)?.get('fullName')).toBe('Eve');
    },
    { dialect: { ...inMemory(), describe: async () => undefined } },
  ));

test('a class with parse and format gets what it gives: attributes', () =>
  withLibrary(async ({ Author }) => {
    class Loud extends Author {
      override parse(row: Record<string, unknown>): Record<string, never> {
        return { ...row, fullName: String(row['fullName']).toUpperCase() as never };
      }
      override format(attributes: Record<string, unknown>): Record<string, unknown> {
        return 'fullName' in attributes ? { ...attributes, fullName: 'Quiet' } : attributes;
      }
    }
    const loud = await new Loud({ authorId: 1 }).fetch({ require: true });
    expect([loud.id, loud.get('fullName')]).toEqual([1, 'JANE AUSTEN']);
    await loud.save({ fullName: 'x' });
    expect((await new Author({ authorId: 1 }).fetch())?.get('fullName')).toBe('Quiet');
  }));

test.each([
  [
    'an option that is not there',
    { attributes: () => '' },
    /^caseConverter\(\) has no option 'attributes'; did you mean 'attribute'\?/,
  ],
  ['no function', { column: 'snake' }, /^caseConverter\(\): `attribute` and `column` are functions/],
])('%s is refused when the plugin is made', (_what, options, message) => {
  expect(() => caseConverter(options as never)).toThrow(message);
});

test.each([
  ['no function', { attribute: 7 }, /^Member\.caseConverter: `attribute` and `column` are functions/],
  ['a word', 'camel', /^Member: caseConverter is true, false, or \{ attribute, column \}$/],
  ['a function that makes no name', { attribute: () => undefined }, /makes of the name 'id' no name, but undefined$/],
  ['a function that makes the name of prototypes', { attribute: () => '__proto__' }, /no name, but "__proto__"$/],
  [
    'a function that goes on with its own names',
    { attribute: (name: string) => `${name}_` },
    /^Table 'members': the column 'id' is the attribute 'id_', of which the same function makes 'id__'/,
  ],
])('of a class, %s is refused', (_what, said, message) =>
  withMembers(async (db) => {
    const Member = db.Model.of<Row>().extend({ tableName: 'members', caseConverter: said as never });
    Object.defineProperty(Member, 'name', { value: 'Member' });
    await expect((async () => Member.fetchAll())()).rejects.toMatchObject({ message: expect.stringMatching(message) });
  }),
);

test('on a knex instance of no dialect', async () => {
  const db = createShelf({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
    plugins: [relations(), caseConverter()],
  });
  try {
    await db.knex.schema.createTable('members', (t) => {
      t.increments('member_id');
      t.string('first_name');
      t.integer('sponsor_member_id');
    });
    class Member extends db.Model<Row> {
      static override tableName = 'members';
      static override idAttribute = 'memberId';
      sponsor() {
        return this.belongsTo(Member, 'sponsorMemberId');
      }
    }
    const ada = await new Member({ firstName: 'Ada' }).save();
    await new Member({ firstName: 'Eve', sponsorMemberId: ada.id }).save();
    const found = await Member.where('firstName', 'Eve').fetchAll({ withRelated: ['sponsor'] });
    expect(found.toJSON()).toEqual([
      {
        memberId: 2,
        firstName: 'Eve',
        sponsorMemberId: 1,
        sponsor: { memberId: 1, firstName: 'Ada', sponsorMemberId: null },
      },
    ]);
  } finally {
    await db.destroy();
  }
});
