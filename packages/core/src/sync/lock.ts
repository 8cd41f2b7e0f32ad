import type { Knex } from 'knex';
import { show } from '../codecs/show.js';
import { InvalidValueError } from '../errors.js';

/** What `lock` may be: each is a method of builders, which have others, too. */
const LOCKS: Readonly<Record<Lock, (builder: Knex.QueryBuilder) => Knex.QueryBuilder>> = {
  forUpdate: (builder) => builder.forUpdate(),
  forShare: (builder) => builder.forShare(),
};

type Lock = 'forUpdate' | 'forShare';

/** Refuses what is no lock; none is one, too. */
export function checkLock(lock: unknown): asserts lock is Lock | null | undefined {
  if (lock === undefined || lock === null || (typeof lock === 'string' && Object.hasOwn(LOCKS, lock))) return;
  throw new InvalidValueError(`\`lock\` is ${Object.keys(LOCKS).join(' or ')}, not ${show(lock)}`);
}

/** Has a SELECT lock the rows that it reads, where a call says so. */
export function lockRows(query: () => Knex.QueryBuilder, lock: unknown): void {
  checkLock(lock);
  if (lock !== undefined && lock !== null) void LOCKS[lock](query());
}
