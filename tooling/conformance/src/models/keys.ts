import type { Model, Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { withShelf, type Harness } from '../harness.js';

/** Keys that a number or a string would not tell apart. */
export function keysSuite(harness: Harness): void {
  describe('keys beyond 2^53', () => {
    const ids = ['9007199254740992', '9007199254740993', '9007199254740994'] as const;

    async function withBig(work: (db: Shelf) => Promise<void>): Promise<void> {
      await withShelf(harness, async (db) => {
        await db.knex.schema.createTable('bigs', (table) => {
          table.bigInteger('id').primary();
          table.string('name');
        });
        for (const id of ids)
          await db.Model.forge({ id, name: `n${id}` }, { tableName: 'bigs' }).save(null, { method: 'insert' });
        await work(db);
      });
    }

    test.each([
      ['digits', '9007199254740993'],
      ['a BigInt', 9007199254740993n],
    ] as const)('given as %s find, update and delete their row alone', (_name, id) =>
      withBig(async (db) => {
        const model = await db.Model.forge({ id }, { tableName: 'bigs' }).fetch({ require: true });
        expect([model.id, model.get('name')]).toEqual(['9007199254740993', 'n9007199254740993']);
        await model.save({ name: 'x' });
        await db.Model.forge({ id }, { tableName: 'bigs' }).save({ name: 'y' }, { patch: true });
        const all = await db.Model.forge({}, { tableName: 'bigs' }).orderBy('id').fetchAll();
        expect(all.map((each) => [each.id, each.get('name')])).toEqual([
          [ids[0], `n${ids[0]}`],
          [ids[1], 'y'],
          [ids[2], `n${ids[2]}`],
        ]);
        expect([all.get(id as never)?.get('name'), (await model.refresh()).get('name')]).toEqual(['y', 'y']);
        expect(await db.Model.forge({}, { tableName: 'bigs' }).where('id', 'in', [id]).count()).toBe(1);
        await db.Model.forge({ id }, { tableName: 'bigs' }).destroy({ require: true });
        expect(
          (await db.Model.forge({}, { tableName: 'bigs' }).orderBy('id').fetchAll()).map((each) => each.id),
        ).toEqual([ids[0], ids[2]]);
      }),
    );

    test('are read without loss where the query lists its columns itself', () =>
      withBig(async (db) => {
        const bigs = (): Model => db.Model.forge({}, { tableName: 'bigs' });
        const listed = [
          bigs().query((qb) => void qb.select('id').orderBy('id')),
          bigs().query((qb) => void qb.select('bigs.id', 'name').orderBy('bigs.id')),
          bigs().query((qb) => void qb.distinct('id').orderBy('id')),
          bigs().query((qb) => void qb.select('*').orderBy('id')),
          bigs().query((qb) => void qb.select('bigs.*').joinRaw('cross join (select 1 as one) as ones').orderBy('id')),
        ];
        for (const model of listed) expect((await model.fetchAll()).map((each) => each.id)).toEqual([...ids]);
      }));

    test('order rows as numbers, however the query says it', () =>
      withBig(async (db) => {
        await db.knex('bigs').insert([{ id: 9 }, { id: '-9007199254740993' }, { id: '10000000000000001' }]);
        const ordered = ['-9007199254740993', 9, ...ids, '10000000000000001'];
        const ways = [
          (qb: Knex.QueryBuilder) => qb.orderBy('id'),
          (qb: Knex.QueryBuilder) => qb.orderBy('bigs.id'),
          (qb: Knex.QueryBuilder) => qb.orderBy([{ column: 'id', order: 'asc' }]),
          (qb: Knex.QueryBuilder) => qb.select('id').orderBy('id'),
        ];
        for (const way of ways) {
          const fetched = await db.Model.forge({}, { tableName: 'bigs' })
            .query((qb) => void way(qb))
            .fetchAll();
          expect(fetched.map((each) => each.id)).toEqual(ordered);
        }
      }));
  });

  test('binary keys are told apart by their bytes', () =>
    withShelf(harness, async (db) => {
      await db.knex.schema.createTable('blobs', (table) => {
        table.binary('id', 8).primary();
        table.string('name');
      });
      const one = Buffer.from([0, 1, 0xfe]);
      const two = Buffer.from([0, 1, 0xff]);
      for (const id of [one, two])
        await db.Model.forge({ id, name: id.toString('hex') }, { tableName: 'blobs' }).save(null, { method: 'insert' });
      await db.Model.forge({ id: two }, { tableName: 'blobs' }).save({ name: 'two' });
      expect((await db.Model.forge({ id: one }, { tableName: 'blobs' }).fetch())?.get('name')).toBe('0001fe');
      const all = await db.Model.forge({}, { tableName: 'blobs' }).fetchAll();
      expect([all.get(two as never)?.get('name'), all.get(Buffer.from(one) as never)?.get('name')]).toEqual([
        'two',
        '0001fe',
      ]);
    }));
}
