// Every member of a model, as spec lists them.
import type { Knex } from 'knex';
import type { Collection, Model, NewOptions, SyncOptions, Updateable } from '@shelf/core';
import { db, User, type UserRow } from './fixtures/db.js';
import { is, type Equal } from './fixtures/equal.js';

declare const user: User;
declare const t: Knex.Transaction;

// What describes the table.
is<Equal<typeof user.tableName, string>>();
is<Equal<typeof user.cid, string>>();
is<Equal<typeof user.attributes, UserRow>>();
is<Equal<typeof user.changed, Partial<UserRow>>>();
const relations: Record<string, unknown> = user.relations;
user.relations['anything'] = { plain: 'value' };

// Attributes.
is<Equal<ReturnType<typeof user.escape>, string>>();
user.escape('name');
is<Equal<ReturnType<typeof user.has>, boolean>>();
user.has('email');
user.unset('email').unset('email', { silent: true }).clear().clear({ silent: true });
user.set('name', 'x', { silent: true }).set({ name: 'x' }, { unset: true });
user.clone().shout();
const fresh: boolean = user.isNew();
const changed: boolean = user.hasChanged() && user.hasChanged('name');
const before: string | undefined = user.previous('name');
const all: Partial<UserRow> = user.previousAttributes();
const update: Updateable<UserRow> = { name: 'x' };
// @ts-expect-error no such column
user.has('nmae');
// @ts-expect-error no such column
user.unset('nmae');
// @ts-expect-error no such column
user.hasChanged('nmae');
// @ts-expect-error no such column
user.previous('nmae');
// @ts-expect-error no such option
user.set('name', 'x', { silnet: true });
// @ts-expect-error an id is a number here
user.id = 'x';

// Underscore's.
is<Equal<ReturnType<typeof user.keys>, (keyof UserRow)[]>>();
const [pair] = user.pairs();
const column: keyof UserRow | undefined = pair?.[0];
const values: UserRow[keyof UserRow][] = user.values();
is<Equal<ReturnType<typeof user.invert>[string], keyof UserRow>>();
const picked: { name: string; age: number } = user.pick('name', 'age');
const pickedToo: { name: string } = user.pick(['name']);
const omitted: { age: number } = user.omit('name', 'email');
// @ts-expect-error left out
user.omit('age').age;
// @ts-expect-error no such column
user.pick('nmae');
const empty: boolean = user.isEmpty();
const chained: string[] = user.chain().pick('name').values().value();
const count: number = user.chain().keys().size().value();

// The database's.
async function verbs() {
  is<Equal<Awaited<ReturnType<typeof fetched>>, User | null>>();
  const sure = await user.fetch({ require: true });
  sure.shout();
  const locked: User | null = await user.fetch({
    columns: ['id', 'name'],
    lock: 'forUpdate',
    withSchema: 'main',
    transacting: t,
    signal: AbortSignal.timeout(1),
    timeout: 5,
    debug: true,
  });
  const raw = await user.fetch({ columns: ['*', db.knex.raw('1 as one')] });
  const unknown: boolean = Math.random() > 0.5;
  is<Equal<Awaited<ReturnType<typeof maybe>>, User | null>>();
  function maybe() {
    return user.fetch({ require: unknown });
  }
  function fetched() {
    return user.fetch();
  }
  const again: User = await user.refresh({ transacting: t });
  // @ts-expect-error the row may be gone
  const gone: User = await user.refresh({ require: false });
  const rows: Collection<User> = await user.fetchAll({ require: true, columns: 'id' });
  const n: number = await user.count();
  const m: number =
    (await user.count('email', { transacting: t })) + (await user.count('*')) + (await user.count({ debug: true }));
  const saved: User = await user.save();
  await user.save(null, { method: 'insert', transacting: t, defaults: true, autoRefresh: true });
  await user.save({ name: 'x' }, { patch: true, require: false, date: new Date() });
  await user.save('name', 'x', { transacting: t });
  const destroyed: User = await user.destroy({ require: true, transacting: t });
  await User.where({ active: false }).destroy({ all: true });
  const stamped: Partial<UserRow> = user.timestamp({ method: 'update', date: new Date() });
  // @ts-expect-error no such column
  await user.count('nmae');
  // @ts-expect-error no such lock
  await user.fetch({ lock: 'exclusive' });
  // @ts-expect-error no such option
  await user.destroy({ requre: true });
  // @ts-expect-error no such option
  await user.save({ name: 'x' }, { pach: true });
  // @ts-expect-error no such method
  await user.save(null, { method: 'upsert' });
  // @ts-expect-error no such column
  await user.save('nmae', 'x');
  // @ts-expect-error an undefined attribute is never dropped in silence
  await user.save({ name: undefined });
}
// Options may be passed on as they came, undefined included; transactions too.
function passOn(options: SyncOptions, transacting?: Knex.Transaction | null) {
  return user
    .fetch({ transacting: options.transacting, signal: options.signal })
    .then(() => user.save(null, { transacting }));
}

// What a class overrides.
class Full extends db.Model<UserRow> {
  static override tableName = 'users';
  static override idAttribute = 'id';
  static override hasTimestamps = ['created_at', null];
  static override requireFetch = true;
  static override scopes = [
    { name: 'active', constrain: (query: Knex.QueryBuilder) => void query.where('active', true) },
  ];
  override defaults = { name: 'nobody' };
  override initialize(attrs?: Partial<UserRow>, options?: NewOptions) {
    this.set('name', attrs?.name ?? 'x');
  }
  override parse(response: Record<string, unknown>) {
    return { name: String(response['NAME']) };
  }
  override format(attrs: Partial<UserRow>) {
    return { NAME: attrs.name };
  }
  override sync(options?: SyncOptions) {
    return super.sync({ ...options, timeout: 10 });
  }
  override timestamp() {
    const created_at = new Date();
    this.set({ created_at });
    return { created_at };
  }
}
class ByGetter extends db.Model<UserRow> {
  override get tableName() {
    return 'users';
  }
  override get idAttribute() {
    return 'id' as const;
  }
  override get defaults() {
    return () => ({ age: 1 });
  }
}
class Wrong extends db.Model<UserRow> {
  // @ts-expect-error no such column
  override defaults = { nmae: 1, name: 1 };
}
new User({ name: 'x' }, { parse: true, tableName: 'members', hasTimestamps: true });
// @ts-expect-error no such option
new User({ name: 'x' }, { prase: true });
new db.Model({ any: 1 }, { tableName: 'x' }).get('other');
const anyModel: Model = user;
