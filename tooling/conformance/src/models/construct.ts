import type { Harness } from '../harness.js';
import { withPeople } from './people.js';

/** What runs when a model is made: an overridden constructor, and `initialize`. */
export function constructSuite(harness: Harness): void {
  test('a constructor can be overridden, and calls Model.apply', () =>
    withPeople(harness, async ({ db }) => {
      const { Model } = db;
      const made: unknown[] = [];
      const Books = Model.extend({
        tableName: 'people',
        constructor: function (this: InstanceType<typeof Model>, ...args: unknown[]) {
          Model.apply(this, args);
          made.push(this.get('name'));
          this.on('fetching', (_model, _columns, options) => void options.query.where('active', true));
        },
      });
      const Deep = Books.extend({ deep: true });
      const deep = new Deep({ name: 'Ada' } as never);
      expect([deep.deep, deep instanceof Books, made, deep.tableName]).toEqual([true, true, ['Ada'], 'people']);
      expect((await deep.fetch())?.id).toBe(1);
      expect(await new Deep({ name: 'Bob' } as never).fetch()).toBeNull();
      const all = await Deep.fetchAll();
      expect(all.map((each) => [each.isNew(), each.hasChanged(), each instanceof Deep])).toEqual(
        Array.from({ length: 3 }, () => [false, false, true]),
      );
    }));

  test('a constructor of an ES class may set attributes of its own', () =>
    withPeople(harness, async ({ Person }) => {
      class Guest extends Person {
        readonly greeting: string;
        constructor(...args: ConstructorParameters<typeof Person>) {
          super(...args);
          this.greeting = `hi ${this.get('name')}`;
        }
      }
      expect((await Guest.orderBy().fetchAll()).map((guest) => guest.greeting)).toEqual(['hi Ada', 'hi Bob', 'hi Cyd']);
    }));

  test('a constructor that passes nothing on still makes models of rows', () =>
    withPeople(harness, async ({ Person }) => {
      class Odd extends Person {
        readonly odd: boolean;
        constructor() {
          super();
          this.odd = true;
        }
      }
      const all = await Odd.orderBy().fetchAll();
      expect(all.map((odd) => [odd.id, odd.get('name'), odd.hasChanged()])).toEqual([
        [1, 'Ada', false],
        [2, 'Bob', false],
        [3, 'Cyd', false],
      ]);
    }));

  test('initialize gets attributes and options, once the attributes are set; for fetched rows too', () =>
    withPeople(harness, async ({ db }) => {
      const seen: unknown[] = [];
      const Guest = db.Model.extend({
        tableName: 'people',
        initialize(this: { get(name: string): unknown }, ...args: unknown[]) {
          seen.push([this.get('name'), ...args]);
        },
      });
      Guest.forge({ name: 'x' }, { tableName: 'people' });
      expect(seen).toEqual([['x', { name: 'x' }, { tableName: 'people' }]]);
      seen.length = 0;
      await Guest.where('id', '<', 3).orderBy('id').fetchAll();
      const named = seen.map((each) => (each as unknown[])[0]).filter((name) => name !== undefined);
      expect(named).toEqual(['Ada', 'Bob']);
    }));

  test('what initialize sets on a fetched row is a change', () =>
    withPeople(harness, async ({ Person }) => {
      class Guest extends Person {
        override initialize(): void {
          if (this.get('name') === 'Bob') this.set('age', 99);
        }
      }
      const all = await Guest.orderBy().fetchAll();
      expect(all.map((guest) => guest.changed)).toEqual([{}, { age: 99 }, {}]);
    }));

  test('handlers that initialize binds are heard', () =>
    withPeople(harness, async ({ Person, db }) => {
      class Checked extends Person {
        override initialize(): void {
          this.on('saving', (model) => {
            if ((model.get('age') ?? 0) < 0) throw new RangeError('age');
          });
        }
      }
      const checked = (await Checked.where({ id: 1 }).fetchAll()).at(0)!;
      await expect(checked.save({ age: -1 })).rejects.toBeInstanceOf(RangeError);
      expect((await db.knex('people').where({ id: 1 }).first('age'))?.age).toBe(36);
    }));
}
