import type { Harness } from '../harness.js';
import { withPeople, withTown, type PersonRow } from './people.js';

/** `extend`, ES classes, `forge` and `collection`. */
export function extendSuite(harness: Harness): void {
  test('extend to any depth, with properties of instances and of classes', () =>
    withTown(harness, async ({ db }) => {
      const A = db.Model.extend({ tableName: 'as', who: () => 'a', a: 1 }, { made: () => 'A', kind: 'class A' });
      const B = A.extend({ who: () => 'b' });
      const C = B.extend({ tableName: 'cs' }, { kind: 'class C' });
      const c = new C({ x: 1 });
      for (const Class of [db.Model, A, B, C]) expect(c).toBeInstanceOf(Class);
      expect([c.tableName, c.who(), c.a, C.made(), C.kind, B.kind, new A().who(), new B().tableName]).toEqual([
        'cs',
        'b',
        1,
        'A',
        'class C',
        'class A',
        'a',
        'as',
      ]);
      expect([c.constructor === C, Object.getPrototypeOf(C.prototype) === B.prototype]).toEqual([true, true]);
      expect(c.get('x')).toBe(1);
    }));

  test('super is reached through the prototype', () =>
    withTown(harness, async ({ db }) => {
      const { Model } = db;
      const Loud = Model.extend({
        set(this: InstanceType<typeof Model>, ...args: unknown[]) {
          Reflect.apply(Model.prototype.set, this, args);
          this.attributes.loud = true;
          return this;
        },
      });
      expect(new Loud().set('a', 1).attributes).toEqual({ a: 1, loud: true });
    }));

  test('accessors given to extend stay accessors', () =>
    withTown(harness, async ({ db }) => {
      const Shouting = db.Model.extend({
        get tableName(): string {
          return 'people'.toUpperCase();
        },
        get shout(): string {
          return `${(this as unknown as { get(name: string): string }).get('name')}!`;
        },
      });
      const model = new Shouting({ name: 'a' });
      expect([model.tableName, model.shout, model.set('name', 'b').shout]).toEqual(['PEOPLE', 'a!', 'b!']);
    }));

  test('ES classes are equal citizens: static, getter and instance field', () =>
    withPeople(harness, async ({ db }) => {
      class ByStatic extends db.Model<PersonRow> {
        static override tableName = 'people';
        static override idAttribute = 'name';
      }
      class ByGetter extends db.Model<PersonRow> {
        override get tableName(): string {
          return 'people';
        }
        override get idAttribute(): 'name' {
          return 'name';
        }
      }
      class ByField extends db.Model<PersonRow> {
        override tableName = 'people';
        override idAttribute = 'name' as const;
      }
      for (const Class of [ByStatic, ByGetter, ByField]) {
        const model = new Class({ name: 'Bob' });
        expect([model.tableName, model.idAttribute, model.id]).toEqual(['people', 'name', 'Bob']);
        expect((await model.fetch({ require: true })).get('active')).toBe(false);
        expect((await Class.where({ name: 'Ada' }).fetchAll()).at(0)?.id).toBe('Ada');
        expect(await Class.count()).toBe(3);
        expect((await Class.collection().fetch()).length).toBe(3);
        expect([...(await Class.orderBy().fetchAll())].map((each) => each.id)).toEqual(['Ada', 'Bob', 'Cyd']);
        await (await new Class({ name: 'Bob' }).fetch({ require: true })).save({ age: 21 });
        expect((await new Class({ name: 'Bob' }).fetch())?.get('age')).toBe(21);
      }
    }));

  test('a static of a subclass does not reach its parent', () =>
    withTown(harness, async ({ Person }) => {
      class Other extends Person {
        static override tableName = 'others';
      }
      expect([new Other().tableName, new Person().tableName]).toEqual(['others', 'people']);
    }));

  test('an ES class is extended with extend, and the result by an ES class', () =>
    withPeople(harness, async ({ Person }) => {
      class Base extends Person {
        made = 'field';
        override initialize(): void {
          this.set('age', 1);
        }
        hello(): string {
          return `hello ${this.get('name')}`;
        }
      }
      const Middle = Base.extend(
        {
          shout(this: Base) {
            return this.hello().toUpperCase();
          },
        },
        { kind: 'middle' },
      );
      class Top extends Middle {
        override hello(): string {
          return `${super.hello()}!`;
        }
      }
      const top = new Top({ name: 'Ada' });
      expect([top.shout(), top.made, top.get('age'), Top.kind, top instanceof Base]).toEqual([
        'HELLO ADA!',
        'field',
        1,
        'middle',
        true,
      ]);
      const fetched = await new Middle({ name: 'Bob', age: 20 }).set('age', 20).fetch({ require: true });
      expect([fetched.id, fetched instanceof Middle, fetched.shout()]).toEqual([2, true, 'HELLO BOB']);
    }));

  test('forge is new, in a word', () =>
    withTown(harness, async ({ Person, db }) => {
      const person = Person.forge({ name: 'Ada' }, { tableName: 'others' });
      expect([person instanceof Person, person.get('name'), person.tableName]).toEqual([true, 'Ada', 'others']);
      expect(db.Model.extend({ x: 1 }).forge().x).toBe(1);
    }));

  test('collection makes a collection of the class, and fetches it', () =>
    withPeople(harness, async ({ Person, db }) => {
      const people = Person.collection([{ name: 'x' }, new Person({ name: 'y' })], { comparator: 'name' });
      expect(people).toBeInstanceOf(db.Collection);
      expect(people.map((person) => [person instanceof Person, person.get('name')])).toEqual([
        [true, 'x'],
        [true, 'y'],
      ]);
      expect((await Person.collection().fetch()).length).toBe(3);
    }));

  test('each class has error classes of its own, that inherit', () =>
    withPeople(harness, async ({ Person, Seat, db }) => {
      class Child extends Person {}
      for (const name of ['NotFoundError', 'NoRowsUpdatedError', 'NoRowsDeletedError'] as const) {
        expect(Person[name]).toBe(Person[name]);
        expect(Person[name]).not.toBe(Seat[name]);
        const error = new Child[name]('x');
        expect([
          error instanceof Child[name],
          error instanceof Person[name],
          error instanceof db[name],
          error instanceof Seat[name],
        ]).toEqual([true, true, true, false]);
        expect([error.name, error.code]).toEqual([name, db[name].code]);
      }
    }));

  test('of a chain in both forms the nearest class has its way', () =>
    withPeople(harness, async ({ db }) => {
      const Base = db.Model.extend({ tableName: 'seats', idAttribute: ['hall', 'chair'] });
      class Person extends Base {
        static override tableName = 'people';
        static override idAttribute = 'id';
      }
      const Again = Person.extend({ tableName: 'seats' });
      expect([new Base().tableName, new Person().tableName, new Again().tableName]).toEqual([
        'seats',
        'people',
        'seats',
      ]);
      expect(Base.prototype.tableName).toBe('seats');
      expect(await Person.count()).toBe(3);
    }));

  test('two classes on one table keep apart', () =>
    withPeople(harness, async ({ Person }) => {
      class Young extends Person {
        isYoung(): boolean {
          return (this.get('age') ?? 0) < 30;
        }
      }
      const [person, young] = [await new Person({ id: 2 }).fetch(), await new Young({ id: 2 }).fetch()];
      expect([person instanceof Young, young?.isYoung()]).toEqual([false, true]);
    }));
}
