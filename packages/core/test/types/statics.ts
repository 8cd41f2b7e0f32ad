// Every static of a model class.
import type { Knex } from 'knex';
import type { Collection, InstanceOf, RowOf } from '@shelf/core';
import { User, type UserRow } from './fixtures/db.js';
import { is, type Equal } from './fixtures/equal.js';

declare const t: Knex.Transaction;
is<Equal<InstanceOf<typeof User>, User>>();
is<Equal<RowOf<User>, UserRow>>();

const forged: User = User.forge({ name: 'x' }, { hasTimestamps: true });
const collection: Collection<User> = User.collection([{ name: 'x' }, forged], { comparator: 'name' });
const builder: Knex.QueryBuilder = User.query();
const asked: User = User.query('where', 'age', '>', 17);
User.query({ where: { active: true }, limit: 5 });
User.query((query) => query.whereNull('email')).query(function () {
  this.limit(5);
});
// @ts-expect-error knex has no such method
User.query('were', 'age', 17);
// @ts-expect-error knex has no such method
User.query({ were: { active: true } });

const unscoped: User = User.unscoped();
void unscoped.where({ name: 'x' }).fetchAll({ scopes: false });
// @ts-expect-error a boolean
void unscoped.count({ scopes: 'none' });

const narrowed: User = User.where({ name: 'x' });
User.where('age', 17).where('age', '>', 17).where('age', 'between', [1, 2]).where('email', 'is not', null);
User.where('role', 'in', ['admin']).where((query) => query.where('age', 1).orWhere('age', 2));
// @ts-expect-error no such role
User.where('role', 'in', ['boss']);
// @ts-expect-error two bounds
User.where('age', 'between', [1]);
// @ts-expect-error no such operator
User.where('age', '=>', 1);
// @ts-expect-error no such column
User.where({ nmae: 'x' });
// @ts-expect-error undefined is never dropped in silence
User.where({ name: undefined });

User.orderBy().orderBy('name').orderBy('-age').orderBy('name', 'desc');
User.orderBy('-age', { nulls: 'last' }).orderBy('name', 'asc', { nulls: 'first' });
// @ts-expect-error no such column
User.orderBy('-nmae');
// @ts-expect-error no such direction
User.orderBy('name', 'down');
// @ts-expect-error -- NULL comes first or last
User.orderBy('name', 'asc', { nulls: 'middle' });

async function verbs() {
  const users: Collection<User> = await User.fetchAll({ columns: ['id'], transacting: t });
  const page = await User.fetchPage({ pageSize: 5 });
  const n: number = (await User.count()) + (await User.count('email')) + (await User.count({ transacting: t }));
  const made: User = await User.create({ name: 'x', age: 1 }, { transacting: t });
  const upserted: User = await User.upsert(
    { name: 'x', age: 1, email: 'e' },
    { conflict: ['email'], update: ['name', 'age'], transacting: t },
  );
  // @ts-expect-error age is missing
  await User.create({ name: 'x' });
  // @ts-expect-error conflict is missing
  await User.upsert({ name: 'x', age: 1 }, {});
  // @ts-expect-error no such column
  await User.upsert({ name: 'x', age: 1 }, { conflict: 'email', update: ['nmae'] });
}

// Errors by class.
try {
  await User.forge({ id: 1 }).fetch({ require: true });
} catch (error) {
  if (error instanceof User.NotFoundError) is<Equal<typeof error.table, string | undefined>>();
  if (error instanceof User.NoRowsUpdatedError || error instanceof User.NoRowsDeletedError) error.code.trim();
}
class OwnError extends User.NotFoundError {}

// A function of a class and its subclasses.
function first(Class: typeof User, id: number) {
  return Class.where({ id }).fetch({ require: true });
}
class Admin extends User {
  powers() {
    return 1;
  }
}
const admin: Promise<User> = first(Admin, 1);
Admin.forge({ name: 'x' }).powers();
void Admin.where({ name: 'x' })
  .fetchAll()
  .then((admins) => admins.at(0)?.powers());
