import type { Harness } from '../harness.js';
import { rejectionOf } from '../settling.js';
import { raw, withColumn, type Odd } from './columns.js';

/** An object with an own property `__proto__`, as JSON from outside may bring it. */
function hostile(value: unknown): Record<string, unknown> {
  return JSON.parse(`{"plain": "a", "__proto__": ${JSON.stringify(value)}}`) as Record<string, unknown>;
}

/** Every way in which the name could get into a model or a statement. */
const ways: Readonly<Record<string, (odd: Odd) => unknown>> = {
  'new Model': ({ Thing }) => new Thing(hostile('x')),
  forge: ({ Thing }) => Thing.forge(hostile({ admin: true })),
  'set of a hash': ({ Thing }) => new Thing().set(hostile('x')),
  'set of a pair': ({ Thing }) => new Thing().set('__proto__', 'x'),
  'save of a hash': ({ Thing }) => new Thing().save(hostile('x')),
  'save of a pair': ({ Thing }) => new Thing().save('__proto__', 'x'),
  patch: ({ Thing }) => new Thing({ id: 1 }).save(hostile('x'), { patch: true }),
  upsert: ({ Thing }) => Thing.upsert(hostile('x'), { conflict: 'plain' }),
  'upsert, the conflict': ({ Thing }) => Thing.upsert({ plain: 'a' }, { conflict: '__proto__' }),
  'upsert, the update': ({ Thing }) => Thing.upsert({ plain: 'a' }, { conflict: 'plain', update: ['__proto__'] }),
  collection: ({ Thing }) => Thing.collection([hostile('x')]),
  'collection.add': ({ Thing }) => Thing.collection().add(hostile('x')),
  'collection.create': ({ Thing }) => Thing.collection().create(hostile('x')),
};

/** `__proto__` cannot be an attribute: no driver carries it. */
export function protoSuite(harness: Harness): void {
  test.each(Object.keys(ways))('%s refuses __proto__, and nothing is sent', (name) =>
    withColumn(harness, 'plain', async (odd) => {
      const statements: string[] = [];
      odd.db.knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
      const error = await rejectionOf((async () => ways[name]!(odd))());
      expect(error).toBeInstanceOf(odd.db.InvalidAttributeError);
      expect(error).toMatchObject({ code: 'INVALID_ATTRIBUTE', message: expect.stringContaining('__proto__') });
      expect(statements.filter((sql) => /^(insert|update)/i.test(sql))).toEqual([]);
      expect(await odd.stored()).toEqual([]);
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
    }),
  );

  test('a model stays as it was', () =>
    withColumn(harness, 'plain', async ({ Thing }) => {
      const thing = new Thing({ plain: 'before' });
      expect(() => thing.set(hostile('x'))).toThrow();
      expect(thing.attributes).toEqual({ plain: 'before' });
      await rejectionOf(Promise.resolve(thing.save(hostile('x'))));
      expect(thing.attributes).toEqual({ plain: 'before' });
      expect(Object.getPrototypeOf(thing.attributes)).toBe(Object.prototype);
    }));

  test('a format or a defaults that makes one is refused before anything is sent', () =>
    withColumn(harness, 'plain', async ({ db, Thing, stored }) => {
      const Formatting = Thing.extend({ format: () => hostile('x') });
      const Defaulting = Thing.extend({ defaults: () => hostile('x') });
      for (const Class of [Formatting, Defaulting]) {
        const error = await rejectionOf((async () => new Class({ plain: 'a' }).save())());
        expect(error).toBeInstanceOf(db.InvalidAttributeError);
      }
      expect(await stored()).toEqual([]);
    }));

  test('names that are no strings are refused', () =>
    withColumn(harness, 'plain', async ({ db, Thing }) => {
      for (const name of [Symbol('s'), 5, true]) {
        expect(() => new Thing().set(name as unknown as string, 'x')).toThrow(db.InvalidAttributeError);
      }
    }));

  test('a real column of that name is neither read into a prototype nor written', () =>
    withColumn(harness, '__proto__', async ({ db, Thing }) => {
      await raw(db, `insert into things (other, ${db.dialect.quote('__proto__')}) values ('o', 'x')`);
      const thing = await new Thing({ id: 1 }).fetch({ require: true });
      // The driver's objects are of another realm than jest's.
      expect(Object.getPrototypeOf(Object.getPrototypeOf(thing.attributes))).toBeNull();
      expect(Object.keys(Object.getPrototypeOf(thing.attributes) as object)).toEqual([]);
      expect(thing.get('other')).toBe('o');
      await thing.save({ other: 'p' });
      expect(await db.knex('things').pluck('other')).toEqual(['p']);
    }));
}
