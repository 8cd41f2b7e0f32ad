// Every member of a collection, as spec lists them.
import type { Knex } from 'knex';
import type { Collection, Generated, ModelIn } from '@shelf/core';
import { db, User, Users } from './fixtures/db.js';
import { is, type Equal } from './fixtures/equal.js';

declare const users: Collection<User>;
declare const user: User;
declare const t: Knex.Transaction;

// Classes.
const own = new Users([{ name: 'x' }, user], { comparator: 'name' });
is<Equal<ModelIn<Users>, User>>();
own.adults().map((each) => each.shout());
Users.forge([{ name: 'x' }]).adults();
// @ts-expect-error no such column
new Users([{ nmae: 'x' }]);
const Team = db.Collection.extend(
  {
    model: User,
    comparator: 'age',
    initialize() {
      this.on('add', (model) => model.shout());
    },
    names() {
      return this.pluck('name');
    },
  },
  {
    ofTwo(a: User, b: User) {
      return this.forge([a, b]);
    },
  },
);
const names: string[] = new Team([{ name: 'x' }]).names();
Team.ofTwo(user, user).names();
const Pair = Team.extend({
  swap() {
    return this.names().reverse();
  },
});
new Pair().swap();
new Pair().at(0)?.shout();
const Few = db.Collection.of<User>().extend({
  few() {
    return this.first(3);
  },
});
new Few().few().map((each) => each.shout());
const Subclass = Users.extend({
  oldest() {
    return this.adults()[0];
  },
});
new Subclass().oldest()?.shout();
class ByGetter extends db.Collection<User> {
  override get model() {
    return User;
  }
  override get comparator() {
    return (a: User, b: User) => a.get('age') - b.get('age');
  }
}
new db.Collection([{ any: 1 }]).at(0)?.get('thing');
if (Math.random() > 2) throw new Users.EmptyError('none');

// Members.
is<Equal<typeof users.length, number>>();
is<Equal<typeof users.models, User[]>>();
for (const each of users) each.shout();
const spread: User[] = [...users];
const made = new users.model();
users.comparator = false;
users.comparator = (a: User, b: User) => a.get('age') - b.get('age');
users.comparator = (a: User) => a.get('age');
const added: User = users.add({ name: 'x' }, { at: 0, merge: true });
const several: User[] = users.add([{ name: 'x' }, user]);
const removed: User | undefined = users.remove(user);
const removedById: User[] = users.remove([1, 2], { silent: true });
const reset: User[] = users.reset();
users.reset([user], { silent: true });
const set: User[] = users.set([user], { add: false, merge: false, remove: false });
const pushed: User = users.push(user);
const popped: User | undefined = users.pop() ?? users.shift();
users.unshift({ name: 'x' });
users.sort().sort({ silent: true });
users.get(1)?.shout();
users.get('c12')?.shout();
users.get(user)?.shout();
const there: boolean = users.has(1);
users.at(-1)?.shout();
users.slice(1, 2).map((each) => each.shout());
const ages: number[] = users.pluck('age');
const filtered: User[] = users.where({ active: true });
const found: User | undefined = users.findWhere({ name: 'x' });
users.clone().at(0)?.shout();
// @ts-expect-error no such column
users.add({ nmae: 'x' });
// @ts-expect-error no such column
users.pluck('nmae');
// @ts-expect-error no such column
users.where({ nmae: 'x' });
// @ts-expect-error an id is a number here
users.get({ some: 'thing' });

// Underscore's.
users.forEach((each, index) => each.shout() + index);
users.each((each) => each.shout());
const mapped: string[] = users.map((each) => each.shout());
const byName: string[] = users.map('name').concat(users.collect('name'));
const sum: number = users.reduce((memo, each) => memo + each.get('age'), 0);
users.foldl((memo, each) => memo + each.shout(), '');
users.inject((memo, each) => memo + each.shout(), '');
users.reduceRight((memo, each) => memo + each.shout(), '');
users.foldr((memo, each) => memo + each.shout(), '');
const older: User | undefined = users.reduce((a, b) => (a.get('age') > b.get('age') ? a : b));
users.find((each) => each.get('active'))?.shout();
users.detect({ name: 'x' })?.shout();
users.filter('active').map((each) => each.shout());
users.select({ role: 'admin' });
users.reject((each) => each.isNew());
const [yes, no]: [User[], User[]] = users.partition('active');
const some: boolean =
  users.every('active') || users.all('active') || users.some('active') || users.any('active') || users.some();
const has: boolean = users.include(user) || users.includes(user) || users.contains(user);
const shouts: unknown[] = users.invoke('shout');
users.invoke('set', { name: 'x' });
const oldest: User | number = users.max('age');
const youngest: User | number = users.min((each) => each.get('age'));
const sorted: User[] = users.sortBy('age');
const groups: User[] | undefined = users.groupBy('role')['admin'];
const counts: number | undefined = users.countBy((each) => each.get('role'))['admin'];
const index: User | undefined = users.indexBy('email')['x'];
const place: number = users.sortedIndex(user, 'age') + users.indexOf(user) + users.lastIndexOf(user) + users.size();
users
  .shuffle()
  .concat(users.toArray(), users.initial(), users.rest(2), users.tail(), users.without(user), users.first(2));
users.first()?.shout();
users.head()?.shout();
users.take()?.shout();
users.last()?.shout();
users.last(2).map((each) => each.shout());
const none: boolean = users.isEmpty();
const upper: string[] = users
  .chain()
  .filter((each) => each.get('active'))
  .map((each) => each.shout())
  .value();
// @ts-expect-error no such column
users.map('nmae');
// @ts-expect-error no such column
users.sortBy('nmae');
// @ts-expect-error no such method
users.invoke('shuot');

// The database's.
async function verbs() {
  const fetched: Users = await own.fetch();
  (await own.fetch({ require: true, columns: ['id'], lock: 'forShare', merge: true, remove: false })).adults();
  is<Equal<Awaited<ReturnType<typeof one>>, User | null>>();
  function one() {
    return users.fetchOne();
  }
  const sure: User = await users.fetchOne({ require: true });
  const n: number = (await users.count()) + (await users.count('email', { transacting: t })) + (await users.count({}));
  const created: User = await users.create({ name: 'x' }, { transacting: t });
  await users.create(user);
  const stored: Users = await own.saveAll({ transacting: t, signal: AbortSignal.timeout(1) });
  const builder: Knex.QueryBuilder = users.query();
  (await own.query('where', 'age', '>', 17).query({ limit: 5 }).orderBy('-age').resetQuery().fetch()).adults();
  users
    .query((query) => query.limit(1))
    .query(function () {
      this.limit(1);
    });
  const results: string[] = await users.mapThen(async (each) => each.shout());
  const total: number = await users.reduceThen(async (memo, each) => memo + each.get('age'), 0);
  const all: User[] = await users.invokeThen('save', null, { transacting: t });
  const shouted: string[] = await users.invokeThen('shout');
  is<Equal<ReturnType<typeof users.toJSON>[number]['name'], string>>();
  users.toJSON({ shallow: true, omitPivot: true });
  // @ts-expect-error no such column
  await users.create({ nmae: 'x' });
  // @ts-expect-error no such column
  users.orderBy('nmae');
  // @ts-expect-error no such option
  await users.fetch({ requre: true });
  // @ts-expect-error no such option
  await users.invokeThen('save', null, { pach: true });
}

// A model with a composite key.
class Seat extends db.Model<{ row: number; place: string; taken: Generated<boolean> }> {
  static override idAttribute = ['row', 'place'];
}
declare const seats: Collection<Seat>;
seats.get([1, 'a'])?.get('taken');
