import { library } from './library.js';

const said = expect.objectContaining({
  code: 'RELATION_NOT_LOADED',
  message: expect.stringMatching(/Member\.books .*withRelated: \['books'\]/),
});

test('off by default: what was not loaded is empty', async () => {
  const { ada } = await library();
  expect(ada.related('books').toJSON()).toEqual([]);
});

test('reading a collection that was not loaded throws', async () => {
  const { ada } = await library({ strictLoading: 'throw' });
  const books = ada.related('books');
  expect(() => books.length).toThrow(said);
  expect(() => [...books]).toThrow(said);
  expect(() => books.map((book) => book.id)).toThrow(said);
  expect(() => books.at(0)).toThrow(said);
  expect(() => books.toJSON()).toThrow(said);
  expect(() => ada.toJSON()).toThrow(said);
  expect(() => JSON.stringify(ada)).toThrow(said);
  expect(ada.toJSON({ shallow: true })).toMatchObject({ name: 'Ada' });
});

test('reading a model that was not loaded throws', async () => {
  const { emma } = await library({ strictLoading: 'throw' });
  const member = emma.related('member');
  expect(() => member.get('name')).toThrow(/Book\.member was read before it was loaded/);
  expect(() => emma.toJSON()).toThrow(/Book\.member/);
});

test('what has been loaded reads as ever: fetched, loaded, eager, or put there', async () => {
  const { ada, emma, Member } = await library({ strictLoading: 'throw' });
  expect((await ada.related('books').fetch()).pluck('title')).toEqual(['Emma']);
  expect((await emma.related('member').fetch())?.get('name')).toBe('Ada');
  expect(emma.related('member').get('name')).toBe('Ada');
  const again = await new Member({ id: 1 }).fetch({ require: true, withRelated: ['books', 'referrer'] });
  expect(again.related('books').length).toBe(1);
  expect(again.toJSON()).toMatchObject({ referrer: null });
  const other = await new Member({ name: 'Bob', referrer_id: null }).save();
  await other.related('books').create({ title: 'Dune' });
  expect(other.related('books').pluck('title')).toEqual(['Dune']);
  await other.load(['books']);
  expect(other.related('books').length).toBe(1);
});

test('pivots may be written without loading', async () => {
  const { emma } = await library({ strictLoading: 'throw' });
  const tags = emma.related('tags');
  await tags.attach([1, 2]);
  await tags.detach(1);
  expect(() => tags.length).toThrow(/Book\.tags/);
  expect((await tags.fetch()).pluck('id')).toEqual([2]);
});

test('or it warns, once', async () => {
  const { ada } = await library({ strictLoading: 'warn' });
  const warnings: unknown[] = [];
  const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation((...args) => void warnings.push(args[0]));
  expect(ada.related('books').length).toBe(0);
  expect(ada.clone().related('books').toJSON()).toEqual([]);
  emitWarning.mockRestore();
  expect(warnings).toEqual([expect.stringContaining('Member.books')]);
});

test('a way of telling that does not exist is refused', async () => {
  await expect(library({ strictLoading: 'loud' as 'warn' })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
});
