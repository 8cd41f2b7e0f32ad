import type { ModelOf, PrimaryKey, Shelf } from '@shelf/core';
import { withShelf, type Harness, type InsertEffect } from '../harness.js';
import { faultOf } from '../settling.js';

interface UserRow {
  id: PrimaryKey<number>;
  email: string;
  role: string;
}

interface Users {
  readonly db: Shelf;
  readonly User: ModelOf<UserRow>;
  /** Every row of every table. */
  readonly all: () => Promise<unknown>;
  /** The ids of the rows with an email. */
  readonly idsOf: (email: string) => Promise<unknown[]>;
}

async function withUsers(
  harness: Harness,
  { sql }: InsertEffect,
  work: (users: Users) => Promise<void>,
): Promise<void> {
  await withShelf(harness, async (db) => {
    await db.knex.schema.createTable('log', (table) => table.integer('n'));
    for (const statement of sql) await db.knex.raw(statement);
    class User extends db.Model<UserRow> {
      static override tableName = 'users';
    }
    const all = async (): Promise<unknown> => [
      await db.knex('users').orderBy('id').select(),
      await db.knex('log').orderBy('n').select(),
    ];
    const idsOf = (email: string): Promise<unknown[]> => db.knex('users').where({ email }).orderBy('id').pluck('id');
    await work({ db, User, all, idsOf });
  });
}

/** A model has its own row's key, or none: whatever a trigger, a rule, a view or a conflict clause makes of an INSERT. */
export function insertedRowsSuite(harness: Harness): void {
  for (const effect of harness.insertEffects ?? []) describe(effect.what, () => effectSuite(harness, effect));
}

function effectSuite(harness: Harness, effect: InsertEffect): void {
  const users = (work: (users: Users) => Promise<void>) => (): Promise<void> => withUsers(harness, effect, work);
  const given = { method: 'insert' } as const;
  const keys = effect.keyless === true ? [500] : [undefined, 500];
  const attributes = (id: number | undefined, email: string): Partial<UserRow> => ({
    ...(id !== undefined && { id }),
    email,
    role: 'user',
  });

  describe.each(keys)('with the key %s', (key) => {
    const next = (i: number): number | undefined => (key === undefined ? undefined : key + i);

    if (effect.row === 'stored' || effect.row === 'stored under another key') {
      test(
        'one row',
        users(async ({ User, idsOf, db }) => {
          const user = await new User(attributes(key, 'odd')).save(null, given);
          expect(await idsOf('odd')).toEqual([user.id]);
          expect([user.isNew(), user.hasChanged(), user.id === key]).toEqual([
            false,
            false,
            key !== undefined && effect.row === 'stored',
          ]);
          await new User(attributes(next(1), 'other')).save(null, given);
          // Not every view can be updated.
          if (effect.keyless === true) return;
          await user.save({ role: 'guest' });
          expect(await db.knex('users').where({ role: 'guest' }).pluck('id')).toEqual([user.id]);
        }),
      );

      test(
        'many rows',
        users(async ({ User, idsOf }) => {
          const many = User.collection([
            attributes(next(0), 'a'),
            attributes(next(1), 'odd'),
            attributes(next(2), 'b'),
          ]);
          await many.saveAll(given);
          for (const user of many.models) expect(await idsOf(user.get('email'))).toEqual([user.id]);
        }),
      );
      return;
    }

    test(
      'one row is refused, nothing of it is kept, and the model has no key of another',
      users(async ({ User, all }) => {
        await new User(attributes(next(9), 'first')).save(null, given);
        const before = await all();
        const user = new User(attributes(key, 'odd'));
        const error = await faultOf(user.save(null, given));
        expect([error.code, error.model, error.table]).toEqual(['NO_ROWS_INSERTED', 'User', 'users']);
        expect([user.id, user.hasChanged()]).toEqual([key, true]);
        expect(await all()).toEqual(before);
      }),
    );

    test(
      'many rows are refused together',
      users(async ({ User, all }) => {
        const before = await all();
        const many = User.collection([attributes(next(0), 'a'), attributes(next(1), 'odd'), attributes(next(2), 'b')]);
        expect((await faultOf(many.saveAll(given))).code).toBe('NO_ROWS_INSERTED');
        expect(many.map(({ id }) => id as unknown)).toEqual([next(0), next(1), next(2)]);
        expect(await all()).toEqual(before);
      }),
    );

    test(
      'an upsert is refused too',
      users(async ({ User, all }) => {
        const before = await all();
        const upsert = User.upsert({ id: 500, email: 'odd', role: 'user' }, { conflict: effect.conflict ?? 'id' });
        // Not every view takes one.
        expect((await faultOf(upsert)).code).toMatch(/^(NO_ROWS_INSERTED|INVALID_VALUE|ERROR)$/);
        expect(await all()).toEqual(before);
      }),
    );

    test(
      'create of a collection adds no model',
      users(async ({ User, all }) => {
        const before = await all();
        const list = User.collection();
        expect((await faultOf(list.create(attributes(key, 'odd'), given))).code).toBe('NO_ROWS_INSERTED');
        expect([list.length, await all()]).toEqual([0, before]);
      }),
    );

    test(
      'a transaction goes on after it',
      users(async ({ User, db, idsOf, all }) => {
        await new User(attributes(next(5), 'before')).save(null, given);
        const [, log] = (await all()) as unknown[];
        await db.transaction(async (transacting) => {
          const inside = { ...given, transacting };
          expect((await faultOf(new User(attributes(key, 'odd')).save(null, inside))).code).toBe('NO_ROWS_INSERTED');
          const many = User.collection([attributes(next(1), 'odd'), attributes(next(2), 'b')]);
          expect((await faultOf(many.saveAll(inside))).code).toBe('NO_ROWS_INSERTED');
          await new User(attributes(next(3), 'after')).save(null, inside);
        });
        expect([(await idsOf('after')).length, (await idsOf('b')).length]).toEqual([1, 0]);
        expect(((await all()) as unknown[])[1]).toEqual(log);
      }),
    );
  });
}
