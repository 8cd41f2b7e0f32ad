import { inspect } from 'node:util';
import { createShelf, type SerializeOptions } from '@shelf/core';
import type { Harness } from '../harness.js';
import { withPeople, withTown } from './people.js';

/** `toJSON`. */
export function serializeSuite(harness: Harness): void {
  test('a copy of the attributes', () =>
    withPeople(harness, async ({ Person }) => {
      const person = await new Person({ id: 2 }).fetch({ require: true, columns: ['id', 'name', 'active'] });
      const json = person.toJSON();
      expect(json).toEqual({ id: 2, name: 'Bob', active: false });
      json.name = 'Eve';
      expect([person.get('name'), person.hasChanged()]).toEqual(['Bob', false]);
      expect(JSON.parse(JSON.stringify(person))).toEqual({ id: 2, name: 'Bob', active: false });
      expect(JSON.stringify({ people: [person] })).toBe('{"people":[{"id":2,"name":"Bob","active":false}]}');
    }));

  test('relations nest, models and collections by their toJSON, plain values as they are', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada' });
      const friend = new Person({ name: 'Bob' });
      friend.relations = { pets: ['cat'] };
      person.relations = {
        friend,
        fans: Person.collection([{ name: 'Cyd' }]),
        none: null,
        count: 5,
        list: [1, { a: 1 }],
      };
      expect(person.toJSON()).toEqual({
        name: 'Ada',
        friend: { name: 'Bob', pets: ['cat'] },
        fans: [{ name: 'Cyd' }],
        none: null,
        count: 5,
        list: [1, { a: 1 }],
      });
    }));

  test('{shallow} leaves relations out, {omitPivot} is taken', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada' });
      person.relations = { friend: new Person({ name: 'Bob' }) };
      expect(person.toJSON({ shallow: true })).toEqual({ name: 'Ada' });
      expect(person.toJSON({ omitPivot: true })).toEqual({ name: 'Ada', friend: { name: 'Bob' } });
    }));

  test('the options reach the relations', () =>
    withTown(harness, async ({ Person }) => {
      const person = new Person({ name: 'Ada' });
      const asked: unknown[] = [];
      person.relations = { friend: { toJSON: (options: unknown) => asked.push(options) } };
      person.toJSON({ omitPivot: true });
      expect(asked).toEqual([{ omitPivot: true }]);
    }));

  test('an override adds, for models in collections too', () =>
    withPeople(harness, async ({ Person }) => {
      class Public extends Person {
        override toJSON(options?: SerializeOptions) {
          return Object.assign(super.toJSON(options), { name: 'hidden' });
        }
      }
      expect((await Public.fetchAll()).toJSON().map(({ name }) => name)).toEqual(['hidden', 'hidden', 'hidden']);
      expect(JSON.stringify(new Public({ name: 'Ada' }))).toBe('{"name":"hidden"}');
    }));

  test('in a collection each model makes its own JSON, whatever made it special', () =>
    withPeople(harness, async ({ Person, db }) => {
      class Quiet extends Person {
        override serialize(options?: SerializeOptions) {
          return { ...super.serialize(options), name: 'quiet' };
        }
      }
      const [ada, bob] = (await Person.fetchAll()).models as [InstanceType<typeof Person>, InstanceType<typeof Person>];
      Object.assign(ada, { toJSON: () => ({ name: 'own' }) });
      bob.set('name', 'changed').unset('age');
      const { dialect } = db;
      const other = createShelf({ dialect });
      try {
        other.stage('serialize', (_model, json) => void (json['name'] = 'of another shelf'));
        const stranger = new other.Model({ name: 'stranger' }) as never;
        const people = Person.collection([bob, ada, new Quiet({ name: 'Eve' }), stranger, new Person({ name: 'new' })]);
        expect(people.toJSON().map(({ name }) => name)).toEqual(['changed', 'own', 'quiet', 'of another shelf', 'new']);
        expect(Object.keys(people.toJSON()[0]!)).not.toContain('age');
        expect(people.toJSON({ omitNew: true }).map(({ name }) => name)).toEqual(['changed', 'own', 'quiet']);
        people.toJSON()[0]!.name = 'of a copy';
        expect(bob.get('name')).toBe('changed');
      } finally {
        await other.destroy();
      }
      expect(Person.collection().toJSON()).toEqual([]);
      db.stage('serialize', (_model, json) => void (json['name'] = 'of a plugin'));
      expect((await Person.fetchAll()).toJSON().map(({ name }) => name)).toEqual(Array(3).fill('of a plugin'));
    }));

  test('console.log shows a model as its JSON under its class, and a collection as its models', () =>
    withPeople(harness, async ({ Person, db }) => {
      class Nameless extends Person {
        override toJSON(options?: SerializeOptions) {
          return Object.assign(super.toJSON(options), { name: '…' });
        }
      }
      expect(inspect(new Nameless({ name: 'Ada' }))).toBe("Nameless { name: '…' }");
      expect(inspect(Person.collection([{ age: 1 }]))).toMatch(/^Collection \[ \w+ { age: 1 } \]$/);
      const Extended = Person.extend({});
      expect(inspect(new Extended({ age: 2 }))).toBe(`${Person.name} { age: 2 }`);
      expect(inspect(new db.Model({ a: 1 }))).toBe('Model { a: 1 }');
    }));
}
