import { people } from './people.js';

test('pluck, map, sortBy, groupBy and a comparator read virtuals', async () => {
  const { Person } = await people();
  const list = Person.collection([
    { first: 'Grace', last: 'Hopper' },
    { first: 'Ada', last: 'King' },
  ]);
  expect(list.pluck('fullName')).toEqual(['Grace Hopper', 'Ada King']);
  expect(list.map('initials' as 'first')).toEqual(['GH', 'AK']);
  expect(list.sortBy('fullName').map((each) => each.get('first'))).toEqual(['Ada', 'Grace']);
  expect(Object.keys(list.groupBy('initials' as 'first'))).toEqual(['GH', 'AK']);
  const sorted = Person.collection(list.models, { comparator: 'fullName' });
  expect(sorted.pluck('first')).toEqual(['Ada', 'Grace']);
});

test('where, find and the rest match virtuals and attributes together', async () => {
  const { Person } = await people();
  const list = Person.collection([
    { first: 'Ada', last: 'King', email: 'a' },
    { first: 'Ada', last: 'King' },
    { first: 'Grace', last: 'Hopper' },
  ]);
  const ada = { fullName: 'Ada King' } as object;
  expect(list.where(ada)).toHaveLength(2);
  expect(list.where({ ...ada, email: 'a' })).toEqual([list.at(0)]);
  expect(list.findWhere({ ...ada, last: 'Hopper' })).toBeUndefined();
  expect(list.findIndex({ initials: 'GH' } as object)).toBe(2);
  expect(list.reject(ada)).toEqual([list.at(2)]);
  expect([list.some(ada), list.every(ada)]).toEqual([true, false]);
  expect(list.partition(ada).map(({ length }) => length)).toEqual([2, 1]);
  // What is no attribute of a model matches nothing, not even undefined.
  expect(list.where({ ...ada, email: undefined } as object)).toEqual([]);
  expect(list.where({ first: 'Grace' })).toEqual([list.at(2)]);
  expect(list.find((each) => each.get('fullName') === 'Grace Hopper')).toBe(list.at(2));
});
