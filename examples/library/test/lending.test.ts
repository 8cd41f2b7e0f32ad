import { StaleModelError } from '@shelf/optimistic-lock';
import { db } from '../src/db.js';
import { lend, lentTo, owedBy, takeBack } from '../src/lending.js';
import { leave, pay, placeHold } from '../src/membership.js';
import { Copy, Hold, Loan } from '../src/models/index.js';
import { march, useLibrary } from './library.js';

const library = useLibrary();
const again = (copy: Copy) => new Copy({ id: copy.id }).fetch({ require: true });

test('a copy is lent for three weeks, and comes back', async () => {
  const { copy, ada } = library();
  const loan = await lend(copy, ada, march(1));
  expect(loan.get('dueAt')).toEqual(march(22));
  expect((await again(copy)).get('state')).toBe('lent');
  const returned = await takeBack(copy, march(22));
  expect([returned.id, returned.isOpen, await owedBy(ada)]).toEqual([loan.id, false, 0]);
  expect((await again(copy)).get('state')).toBe('in');
});

test('a copy that is lent is not lent again, and one that is in is not taken back', async () => {
  const { copy, second, ada, bob } = library();
  await lend(copy, ada);
  await expect(lend(await again(copy), bob)).rejects.toThrow('This copy is lent');
  await expect(takeBack(second)).rejects.toThrow('This copy is not lent');
});

test('of two desks that lend the same copy one loses, and nothing of its loan is left', async () => {
  const { copy, ada, bob } = library();
  const same = await again(copy);
  await lend(copy, ada);
  await expect(lend(same, bob)).rejects.toThrow(StaleModelError);
  expect(same.get('state')).toBe('in');
  expect(await Loan.count()).toBe(1);
});

test('three copies are the most', async () => {
  const { edition, copy, second, only, ada } = library();
  for (const each of [copy, second, only]) await lend(each, ada);
  const fourth = await edition.copies().create({ barcode: 'E3' });
  await expect(lend(fourth, ada)).rejects.toThrow('3 copies are the most');
  expect((await again(fourth)).get('state')).toBe('in');
  await takeBack(only);
  await lend(fourth, ada);
  expect(await lentTo(ada)).toBe(3);
});

test('each day late costs, and who owes too much pays first', async () => {
  const { copy, second, ada } = library();
  await lend(copy, ada, march(1));
  const fine = (await takeBack(copy, march(23))).related('fine');
  expect([fine.get('cents'), fine.amount]).toEqual([20, '€ 0.20']);
  await lend(copy, ada, march(1));
  await takeBack(copy, march(47));
  expect(await owedBy(ada)).toBe(20 + 500);
  await expect(lend(second, ada)).rejects.toThrow('fines to pay first');
  const queries: string[] = [];
  const note = ({ sql }: { readonly sql: string }): void => void queries.push(sql);
  db.on('query', note);
  expect(await pay(ada)).toBe(520);
  db.off('query', note);
  expect(queries.map((sql) => sql.split(' ')[0])).toEqual(['select', 'update', 'update']);
  await lend(second, ada);
  expect(await owedBy(ada)).toBe(0);
});

test('a copy that comes back is kept for who has waited longest, and lent to nobody else', async () => {
  const { only, middlemarch, ada, bob } = library();
  await lend(only, ada);
  const hold = await placeHold(middlemarch, bob);
  await takeBack(only);
  expect([only.get('state'), (await hold.refresh()).get('copyId')]).toEqual(['kept', only.id]);
  await expect(lend(only, ada)).rejects.toThrow('kept for somebody else');
  await lend(only, bob);
  expect([await Hold.count(), await Hold.count({ withDeleted: true })]).toEqual([0, 1]);
});

test('nobody waits for what is there, or twice', async () => {
  const { emma, only, middlemarch, ada, bob } = library();
  await expect(placeHold(emma, ada)).rejects.toThrow('There is a copy to take');
  await lend(only, ada);
  await placeHold(middlemarch, bob);
  await expect(placeHold(middlemarch, bob)).rejects.toThrow('in the queue already');
});

test('who takes another copy than the one that was kept gives that one to the next', async () => {
  const { edition, emma, copy, second, ada, bob } = library();
  await lend(copy, ada);
  await lend(second, ada);
  await placeHold(emma, bob);
  await takeBack(copy);
  const third = await edition.copies().create({ barcode: 'E3' });
  await lend(third, bob);
  expect((await again(copy)).get('state')).toBe('in');
});

test('who leaves brings everything back and pays; what was kept for him goes to the next', async () => {
  const { only, middlemarch, ada, bob } = library();
  await lend(only, ada, march(1));
  await expect(leave(ada)).rejects.toThrow('copies to bring back');
  await placeHold(middlemarch, bob);
  await takeBack(only, march(30));
  await expect(leave(ada)).rejects.toThrow('fines to pay');
  const waiting = await placeHold(middlemarch, ada);
  await leave(bob);
  expect((await waiting.refresh()).get('copyId')).toBe(only.id);
  expect(bob.isDeleted()).toBe(true);
  await expect(lend(await again(only), bob)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a copy of a withdrawn edition comes back, and is lent no more; who waits goes on waiting', async () => {
  const { edition, emma, copy, second, ada, bob } = library();
  await lend(copy, ada);
  await lend(second, ada);
  const hold = await placeHold(emma, bob);
  await edition.destroy();
  await takeBack(copy);
  expect([copy.get('state'), (await hold.refresh()).get('copyId')]).toEqual(['in', null]);
  await expect(lend(copy, ada)).rejects.toThrow('This edition is withdrawn');
});
