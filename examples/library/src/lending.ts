import { db } from './db.js';
import { Hold, type Copy, type Fine, type Loan, type Member } from './models/index.js';
import { Refusal } from './refusal.js';
import { CENTS_PER_DAY, DAY, LOAN_DAYS, MOST_CENTS_OWED, MOST_LOANS } from './terms.js';

/**
 * Lends a copy to a member. Resolves to the loan.
 *
 * Rejects with a `Refusal` when the terms forbid it, and with a `StaleModelError` when another desk was faster.
 */
export function lend(copy: Copy, member: Member, at: Date = new Date()): Promise<Loan> {
  return db.transaction(async () => {
    await checkMember(member);
    if (copy.get('state') === 'lent') throw new Refusal('This copy is lent');
    const work = await copy.work().fetch();
    if (work === null) throw new Refusal('This edition is withdrawn');
    const hold = await Hold.where({ workId: work.id, memberId: member.id }).fetch();
    if (copy.get('state') === 'kept' && hold?.get('copyId') !== copy.id)
      throw new Refusal('This copy is kept for somebody else');
    await copy.save({ state: 'lent' });
    const loan = await copy.loans().create({
      memberId: member.id,
      lentAt: at,
      dueAt: new Date(at.getTime() + LOAN_DAYS * DAY),
    });
    if (hold !== null) await release(hold, copy);
    return loan;
  });
}

/** Takes a copy back: charges what is late, and keeps the copy for who has waited longest. Resolves to its loan, with its fine. */
export function takeBack(copy: Copy, at: Date = new Date()): Promise<Loan> {
  return db.transaction(async () => {
    const loan = await copy.loans().query('whereNull', 'returnedAt').fetchOne();
    if (loan === null) throw new Refusal('This copy is not lent');
    await loan.save({ returnedAt: at });
    const days = loan.daysLate(at);
    if (days > 0) await loan.related('fine').save({ cents: days * CENTS_PER_DAY });
    await putBack(copy);
    return loan;
  });
}

/** The fines that a member has not paid. */
export async function unpaidBy(member: Member): Promise<readonly Fine[]> {
  const { models } = await member.fines().query('whereNull', 'paidAt').fetch();
  return models;
}

/** What fines come to, in cents. */
export function sumOf(fines: readonly Fine[]): number {
  return fines.reduce((sum, fine) => sum + fine.get('cents'), 0);
}

/** What a member owes, in cents. */
export async function owedBy(member: Member): Promise<number> {
  return sumOf(await unpaidBy(member));
}

/** How many copies a member has at home. */
export function lentTo(member: Member): Promise<number> {
  return member.loans().query('whereNull', 'returnedAt').count();
}

/** Puts a copy on the shelf, or keeps it for who has waited longest. */
export async function putBack(copy: Copy): Promise<void> {
  // One of an edition that was withdrawn meanwhile is lent no more, so it is kept for nobody.
  const work = await copy.work().fetch();
  const next = work === null ? null : await work.holds().query('whereNull', 'copyId').fetchOne();
  await copy.save({ state: next === null ? 'in' : 'kept' });
  if (next !== null) await next.save({ copyId: copy.id });
}

async function checkMember(member: Member): Promise<void> {
  // As the row is now: a member that has left is none.
  await member.refresh();
  if ((await lentTo(member)) >= MOST_LOANS) throw new Refusal(`${MOST_LOANS} copies are the most that one may have`);
  if ((await owedBy(member)) > MOST_CENTS_OWED) throw new Refusal('There are fines to pay first');
}

/** A hold has come to its end with a copy; the one that was kept for it may be another. */
async function release(hold: Hold, lent: Copy): Promise<void> {
  const kept = await hold.copy().fetch();
  await hold.destroy();
  if (kept !== null && kept.id !== lent.id) await putBack(kept);
}
