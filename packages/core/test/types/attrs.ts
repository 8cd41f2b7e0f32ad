// Attributes, conditions and rows of every kind.
import {
  createShelf,
  type Cast,
  type Generated,
  type PrimaryKey,
  type Dynamic,
  type CamelRow,
  type Insertable,
} from '@shelf/core';
import { is, type Equal } from './fixtures/equal.js';
const db = createShelf({ client: 'sqlite3' });

interface UserRow {
  id: Generated<number>;
  name: string;
  email: string | null;
  role: Generated<'admin' | 'user'>;
  active: Generated<boolean>;
  created_at: Generated<Date>;
}
class User extends db.Model<UserRow> {
  override initialize() {
    this.on('saving', (model, attrs, options) => {
      const n: string | undefined = attrs.name;
      options.patch;
      model.get('name').trim();
      model.shout();
      this.shout();
    });
    this.on('creating updating', (model, attrs) => {
      const n: string | undefined = attrs.name;
    });
    // @ts-expect-error
    this.on('savng', () => {});
    // @ts-expect-error
    this.on('creating updatng', () => {});
  }
  shout() {
    return this.get('name').toUpperCase();
  }
}
const u = new User({ name: 'x' });
// get
is<Equal<ReturnType<typeof u.shout>, string>>();
const id: number = u.get('id');
const email: string | null = u.get('email');
// @ts-expect-error unknown column
u.get('nmae');
const role = u.get('role');
if (role === 'admin') role;
else {
  const r: 'user' = role;
}
switch (role) {
  case 'admin':
    break;
  case 'user':
    break;
  default: {
    const n: never = role;
  }
}
const doubled: number = u.get('id') * 2 + 1;
// id
u.id + 1;
// set
u.set('name', 'y').set({ name: 'z', email: null });
// @ts-expect-error
u.set('name', 1);
// @ts-expect-error
u.set({ name: 1 });
// @ts-expect-error typo
u.set({ nmae: 'x' });
// forge / new
User.forge({ name: 'x' }).shout();
// @ts-expect-error
User.forge({ nmae: 'x' });
// @ts-expect-error
new User({ nmae: 'x' });
// save
u.save();
u.save(null, { patch: true });
u.save({ name: 'x' }, { patch: true });
u.save('name', 'x').then((m) => m.shout());
// @ts-expect-error
u.save({ nmae: 'x' });
// @ts-expect-error
u.save('name', 2);
// insertable
User.upsert({ name: 'x' }, { conflict: 'name' }).then((m) => m.shout());
User.upsert({ name: 'x' }, { conflict: ['name', 'role'], update: ['email'] });
// @ts-expect-error name is required
User.upsert({ email: 'x' }, { conflict: 'email' });
// @ts-expect-error not a column
User.upsert({ name: 'x' }, { conflict: 'nmae' });
const ins: Insertable<UserRow> = { name: 'x', role: 'admin', active: true };
// where
u.where({ name: 'x' }).where('id', 1).where('id', '>', 1).where('email', null).where('id', 'in', [1, 2]);
// @ts-expect-error
u.where('name', 1);
// @ts-expect-error
u.where({ nope: 1 });
User.where({ name: 'x' })
  .fetch()
  .then((m) => m?.shout());
User.where({ name: 'x' })
  .fetch({ require: false })
  .then((m) => m?.shout());
User.where({ name: 'x' })
  .fetch()
  // @ts-expect-error possibly null
  .then((m) => m.shout());
User.where({ name: 'x' })
  .fetch({ require: true })
  .then((m) => m.shout());
// @ts-expect-error unknown option
u.fetch({ requir: false });
// toJSON
is<Equal<ReturnType<typeof u.toJSON>['name'], string>>();
// @ts-expect-error
u.toJSON().posts;

// custom primary key
interface AccRow {
  account_no: PrimaryKey<string>;
  owner: string;
}
class Acc extends db.Model<AccRow> {
  override idAttribute = 'account_no' as const;
}
const accId: string = new Acc().id;
const acc: Insertable<AccRow> = { owner: 'x' };
class Acc2 extends db.Model<AccRow> {
  // @ts-expect-error not a column
  override idAttribute = 'nope' as const;
}

// hstore hybrid
class Product extends db.Model<{ id: Generated<number>; price: number } & Dynamic> {}
const p = new Product({ price: 1, color: 'red' });
const price: number = p.get('price');
const color: string | undefined = p.get('color');
p.set({ price: 2, size: 'L' });
// @ts-expect-error extra attributes are strings
p.set({ size: 3 });
// @ts-expect-error declared columns keep their type
p.set({ price: 'x' });
interface ProductInput {
  price: number;
  weight: number;
}
declare const productInput: ProductInput;
new Product(productInput).save(productInput);
p.where({ color: 'red' }).where('color', 'in', ['red']).orderBy('color').has('color');
p.on('saving', (model, attrs) => [attrs.price?.toFixed(), attrs['color']]);
const pj = p.toJSON();
const pp: number = pj.price;
const unk: unknown = pj['color'];
// @ts-expect-error closed rows stay closed
u.get('color');

// camelCase
class Person extends db.Model<CamelRow<{ id: Generated<number>; first_name: string; created_at: Generated<Date> }>> {
  x() {
    return this.get('firstName');
  }
}
const fn: string = new Person({ firstName: 'x' }).x();
// @ts-expect-error
new Person({ first_name: 'x' });

// generic base classes
interface BaseRow {
  id: Generated<number>;
  updated_at: Generated<Date>;
}
abstract class Base<R extends BaseRow> extends db.Model<R> {
  touch() {
    const d: Date = this.get('updated_at');
    return this;
  }
}
class Thing extends Base<BaseRow & { title: string }> {
  t() {
    return this.touch().get('title');
  }
}
const th: string = new Thing().t();

// mixin
function SoftDelete<T extends abstract new (...a: any[]) => import('@shelf/core').Model>(B: T) {
  abstract class S extends B {
    softDelete() {
      return this.save({ deleted_at: new Date() });
    }
  }
  return S;
}
class Doc extends SoftDelete(db.Model<{ id: number; deleted_at: Date | null }>) {}
new Doc({ id: 1 }).softDelete().then((d) => d.get('deleted_at'));

// events
u.on('saved', (m, resp, opts) => {
  m.shout();
});
u.triggerThen('destroying', u, { query: u.query() }).then((r) => r.length);
// @ts-expect-error
u.triggerThen('destroying', 1);
declare module '@shelf/core' {
  interface ModelEvents<M, Row> {
    'user:banned': [model: M, reason: string];
  }
}
u.on('user:banned', (m, reason) => reason.trim());
u.trigger('user:banned', u, 'spam');

// Models without a row type; attributes whose type is an interface, or just `object`, are as good as a literal.
class Loose extends db.Model {}
interface Input {
  a: number;
}
declare const input: Input;
declare const parsed: object;
const loose = new Loose({ anything: 1 });
loose.get('x').foo;
loose.set({ a: 1 }).set('a', 1);
new Loose(input).set(input).where(input).save(input);
new Loose(parsed).set(parsed);

// A constructor, statics and fields of one's own.
class Ctor extends db.Model<{ id: number; name: string }> {
  static limit = 5;
  readonly note: string;
  constructor(attrs?: Partial<{ id: number; name: string }>, note = 'x') {
    super(attrs);
    this.note = note;
  }
}
Ctor.forge({ name: 'x' }).note.trim();

// Attributes without a column.
interface BadgerRow {
  id: Generated<number>;
}
class Badger extends db.Model<BadgerRow & Dynamic<unknown>> {
  static override tableName = 'badgers';
  static override dynamicColumn = 'extra';
  static override casts = { weight: 'float' } satisfies Record<string, Cast>;
}
class Closed extends db.Model<BadgerRow> {
  static override tableName = 'badgers';
  static override dynamicColumn = false;
}
void Closed.orderBy('-id').fetchAll();
void Badger.where('weight', '>', 3)
  .orderBy('weight')
  .fetchAll({ columns: ['id', 'weight'] });
is<Equal<ReturnType<typeof weightOf>, unknown>>();
function weightOf(badger: Badger) {
  return badger.get('weight');
}
db.Model.of<BadgerRow & Dynamic>().extend({ dynamicColumn: false, casts: { weight: 'float' } });
// @ts-expect-error -- there is no such cast
db.Model.of<BadgerRow & Dynamic>().extend({ casts: { weight: 'flaot' } });
// @ts-expect-error -- a column's name, or whether there is to be one
db.Model.of<BadgerRow & Dynamic>().extend({ dynamicColumn: 1 });
