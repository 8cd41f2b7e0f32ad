import { db } from './db.js';
import { lentTo, owedBy, putBack, sumOf, unpaidBy } from './lending.js';
import { Fine, type Hold, type Member, type Work } from './models/index.js';
import { Refusal } from './refusal.js';

/** Puts a member into the queue for a work. Rejects with a `Refusal` where a copy is in, or the member waits already. */
export function placeHold(work: Work, member: Member): Promise<Hold> {
  return db.transaction(async () => {
    await member.refresh();
    if ((await work.copies().query('where', 'state', 'in').count()) > 0) throw new Refusal('There is a copy to take');
    if ((await member.holds().query('where', 'workId', work.id).count()) > 0)
      throw new Refusal('You are in the queue already');
    return member.holds().create({ workId: work.id });
  });
}

/** Pays all that a member owes. Resolves to the sum, in cents. */
export function pay(member: Member, at: Date = new Date()): Promise<number> {
  return db.transaction(async () => {
    const fines = await unpaidBy(member);
    for (const { id } of fines) await new Fine({ id }).save({ paidAt: at }, { patch: true });
    return sumOf(fines);
  });
}

/** Ends a membership: the member is marked as deleted, and the holds with it; copies kept for them go to the next. */
export function leave(member: Member): Promise<void> {
  return db.transaction(async () => {
    if ((await lentTo(member)) > 0) throw new Refusal('There are copies to bring back first');
    if ((await owedBy(member)) > 0) throw new Refusal('There are fines to pay first');
    const holds = await member.holds().fetch({ withRelated: ['copy'] });
    await member.destroy();
    for (const hold of holds) if (hold.has('copyId')) await putBack(hold.related('copy'));
  });
}
