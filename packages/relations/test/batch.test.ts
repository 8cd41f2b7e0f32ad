import { library } from './library.js';

async function crowd(options = {}) {
  const made = await library(options);
  const { Member, Book, ada } = made;
  const more = await Member.collection([
    { name: 'Bob', referrer_id: ada.id },
    { name: 'Cleo', referrer_id: null },
  ]).saveAll();
  await new Book({ title: 'Dune', member_id: more.at(0)!.id }).save();
  const members = [...(await Member.forge().orderBy('id').fetchAll()).models];
  made.queries.length = 0;
  return { ...made, members };
}

test('a loop over models costs one query, with the results of as many', async () => {
  const { members, queries } = await crowd();
  const fetched = await Promise.all(members.map((member) => member.related('books').fetch()));
  expect(queries).toHaveLength(1);
  expect(fetched.map((books) => books.pluck('title'))).toEqual([['Emma'], ['Dune'], []]);
  expect(members.map((member) => member.related('books'))).toEqual(fetched);
});

test('also where each turn waits for something else first', async () => {
  const { Member, queries } = await crowd();
  const members = await Member.fetchAll();
  queries.length = 0;
  await members.mapThen(async (member) => {
    await Promise.resolve();
    return member.related('books').fetch();
  });
  expect(queries).toHaveLength(1);
});

test('one related model: found, absent, or nothing to look for', async () => {
  const { members, queries } = await crowd();
  const referrers = await Promise.all(members.map((member) => member.related('referrer').fetch()));
  expect(referrers.map((each) => each?.get('name') ?? null)).toEqual([null, 'Ada', null]);
  expect(members[1]!.related('referrer').get('name')).toBe('Ada');
  expect(queries).toHaveLength(1);
});

test('not with options or a query of its own, a listener, or when switched off', async () => {
  const { members, queries } = await crowd();
  const count = async (fetch: (member: (typeof members)[number], i: number) => Promise<unknown>): Promise<number> => {
    queries.length = 0;
    await Promise.all(members.map(fetch));
    return queries.length;
  };
  expect(await count((member) => member.books().fetch())).toBe(3);
  expect(await count((member) => member.related('books').fetch({ batch: false }))).toBe(3);
  expect(await count((member) => member.related('books').fetch({ columns: ['id'] }))).toBe(3);
  expect(
    await count((member, i) =>
      member
        .related('books')
        .query('limit', i + 1)
        .fetch(),
    ),
  ).toBe(3);
  expect(await count((member) => member.related('books').query('orderBy', 'title').fetch())).toBe(1);
  const off = await crowd({ batch: false });
  await Promise.all(off.members.map((member) => member.related('books').fetch()));
  expect(off.queries).toHaveLength(3);
  for (const member of members) member.related('books').on('fetching', () => undefined);
  expect(await count((member) => member.related('books').fetch())).toBe(3);
});

test('transactions do not mix', async () => {
  const { db, members, Book, queries } = await crowd();
  const outside = db.transaction(async (transacting) => {
    await new Book({ title: 'New', member_id: members[2]!.id }).save(null, { transacting });
    queries.length = 0;
    const fetched = await Promise.all(members.map((member) => member.related('books').fetch({ transacting })));
    expect(queries).toHaveLength(1);
    expect(fetched.map((books) => books.length)).toEqual([1, 1, 1]);
    throw new Error('back');
  });
  await expect(outside).rejects.toThrow('back');
});

test('ambient transactions are the caller’s', async () => {
  const { db, Member, queries } = await library({}, { ambient: true });
  await db.transaction(async () => {
    for (const name of ['Bob', 'Cleo']) {
      const member = await new Member({ name, referrer_id: null }).save();
      await member.books().create({ title: name });
    }
    const members = await Member.forge().orderBy('id').fetchAll();
    queries.length = 0;
    const books = await Promise.all(members.map((member) => member.related('books').fetch()));
    expect(queries).toHaveLength(1);
    expect(books.map((each) => each.pluck('title'))).toEqual([['Emma'], ['Bob'], ['Cleo']]);
  });
});

test('an error reaches every caller', async () => {
  const { db, members } = await crowd();
  await db.knex.schema.dropTable('books');
  const fetches = await Promise.allSettled(members.map((member) => member.related('books').fetch()));
  expect(fetches.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
