import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { worksAbout } from '../src/catalogue.js';
import { db } from '../src/db.js';
import { lend } from '../src/lending.js';
import * as models from '../src/models/index.js';
import { useLibrary } from './library.js';

const { Author, Edition, Fine, Loan, Member, Note } = models;
const library = useLibrary();

test('each of ten files defines the model of its name', () => {
  const files = readdirSync(join(__dirname, '../src/models')).filter((file) => file !== 'index.ts');
  expect(Object.keys(models).map((name) => `${name.toLowerCase()}.ts`)).toEqual(files.sort());
  expect(files).toHaveLength(10);
  for (const [name, Class] of Object.entries(models)) expect(db.model(name as 'Author')).toBe(Class);
});

test('every relation leads somewhere', async () => {
  const { copy, ada, middlemarch } = library();
  await lend(copy, ada);
  const author = await Author.where({ name: 'Jane Austen' }).fetch({
    require: true,
    withRelated: [
      'works.tags.works',
      'works.copies.loans.member',
      'editions.work.author',
      'works.holds',
      'works.notes',
    ],
  });
  const [emma] = author.related('works').models;
  expect(emma?.related('tags').at(0)?.related('works').pluck('title').sort()).toEqual(['Emma', 'Middlemarch']);
  expect(emma?.related('copies').at(0)?.related('loans').at(0)?.related('member').get('name')).toBe('Ada');
  expect(author.related('editions').at(0)?.related('work').related('author').id).toBe(author.id);
  expect((await middlemarch.author().fetch({ require: true })).get('name')).toBe('George Eliot');
});

test('a note is about a work or a member', async () => {
  const { emma, ada } = library();
  await emma.notes().create({ text: 'Much asked for' });
  await ada.notes().create({ text: 'Reads a lot' });
  const notes = await Note.query('orderBy', 'id').fetchAll({ withRelated: ['subject'] });
  expect(notes.map((note) => note.related('subject').label())).toEqual(['Emma', 'Ada']);
});

test('what a member tells the library is shown nowhere', async () => {
  const { copy, ada } = library();
  await lend(copy, ada);
  await ada.notes().create({ text: 'Reads a lot' });
  const loans = await Loan.fetchAll({ withRelated: ['member'] });
  const notes = await Note.fetchAll({ withRelated: ['subject'] });
  const shown = [ada, loans, notes].map((each) => JSON.stringify(each) + inspect(each, { depth: 9 })).join('');
  expect(shown).toContain('…0001');
  expect(shown).not.toMatch(/ada@example|2026-0001/);
  expect(ada.get('email')).toBe('ada@example.org');
});

test('a member has an e-mail address, and a card of his own', async () => {
  const { ada } = library();
  await expect(ada.save({ email: 'nowhere' })).rejects.toThrow('That is no e-mail address');
  expect(ada.get('email')).toBe('ada@example.org');
  await expect(Member.create({ name: 'Eve', email: 'eve@example.org', card: ada.get('card') })).rejects.toMatchObject({
    code: 'UNIQUE_VIOLATION',
  });
});

test('an edition that is withdrawn is no longer counted, until it is restored', async () => {
  const { edition } = library();
  await edition.destroy();
  expect(await Edition.count()).toBe(1);
  expect(await worksAbout('novel')).toEqual([
    'Emma by Jane Austen: 0 of 0 in',
    'Middlemarch by George Eliot: 1 of 1 in',
  ]);
  await edition.restore();
  expect((await worksAbout('novel'))[0]).toBe('Emma by Jane Austen: 2 of 2 in');
});

test('virtuals say how things stand', () => {
  expect(new Fine({ cents: 120 }).amount).toBe('€ 1.20');
  expect(new Loan({ returnedAt: null }).toJSON()).toMatchObject({ isOpen: true });
  expect(new Member({ name: 'Ada' }).shortCard).toBe('');
});

test('the database itself refuses a second loan of one copy', async () => {
  const { copy, ada, bob } = library();
  const loan = await lend(copy, ada);
  const { copyId, lentAt, dueAt } = loan.attributes;
  await expect(Loan.create({ copyId, memberId: bob.id, lentAt, dueAt })).rejects.toMatchObject({
    code: 'UNIQUE_VIOLATION',
  });
});
