import { worksAbout } from './catalogue.js';
import { db } from './db.js';
import { lend, takeBack } from './lending.js';
import { leave, pay, placeHold } from './membership.js';
import { Copy, Loan, Note } from './models/index.js';
import { createSchema } from './schema.js';
import { seed } from './seed.js';

const day = (date: Date): string => date.toISOString().slice(0, 10);
const refused = (error: Error): void => console.log(`  ${error.name}: ${error.message}`);

await createSchema();
const { only, middlemarch, ada, bob } = await seed();
console.log((await worksAbout('novel')).join('\n'));

console.log('\nAda borrows Middlemarch');
const otherDesk = await new Copy({ id: only.id }).fetch({ require: true });
const loan = await lend(only, ada, new Date('2026-03-02'));
console.log(`  due ${day(loan.get('dueAt'))}`);

console.log('\nAnother desk, which looked before, lends the same copy to Bob');
await lend(otherDesk, bob).catch(refused);

console.log('\nBob waits for it');
await placeHold(middlemarch, bob);
await placeHold(middlemarch, bob).catch(refused);

console.log('\nAda brings it back late');
const returned = await takeBack(only, new Date('2026-03-28'));
console.log(`  ${returned.related('fine').amount} to pay; the copy is ${only.get('state')}`);
await lend(only, ada).catch(refused);
await lend(only, bob, new Date('2026-03-30'));

console.log('\nWhat everybody may know of it');
const loans = await Loan.query('whereNull', 'returnedAt').fetchAll({ withRelated: ['member', 'copy.edition.work'] });
console.log(JSON.stringify(loans, null, 2));

console.log('\nAda leaves');
await leave(ada).catch(refused);
await pay(ada);
await ada.notes().create({ text: 'Moved to Turin' });
await leave(ada);
await Note.fetchAll({ withRelated: ['subject'], withDeleted: true }).each((note) =>
  console.log(`  ${note.related('subject').label()}: ${note.get('text')}`),
);

await db.destroy();
