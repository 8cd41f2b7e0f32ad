import { clientOf, drivers, open, rejection, run } from './open.js';

describe.each(drivers)('%s', (driver) => {
  describe('what a statement answers', () => {
    test('RETURNING brings rows', async () => {
      const { knex } = open({ driver });
      await knex.raw('create table t (a integer primary key, b)');
      expect(await knex('t').insert({ b: 'x' }).returning(['a', 'b'])).toEqual([{ a: 1, b: 'x' }]);
      expect(await knex('t').update({ b: 'y' }).returning('b')).toEqual([{ b: 'y' }]);
      expect(await knex.raw('delete from t returning *')).toEqual([{ a: 1, b: 'y' }]);
      expect(await knex('t')).toEqual([]);
    });

    test('without it, the key and the number of rows', async () => {
      const { knex } = open({ driver });
      await knex.raw('create table t (a integer primary key, b)');
      expect(await knex('t').insert({ b: 1 })).toEqual([1]);
      expect(await knex('t').insert([{ b: 1 }, { b: 2 }])).toEqual([3]);
      expect(await knex('t').where({ b: 1 }).update({ b: 3 })).toBe(2);
      expect(await knex('t').where({ b: 9 }).update({ b: 3 })).toBe(0);
      expect(await knex('t').increment('b', 1)).toBe(3);
      expect(await knex('t').delete()).toBe(3);
      expect(await knex('t').pluck('a')).toEqual([]);
      expect(await knex('t').first()).toBeUndefined();
      expect(await run(knex, 'select * from t limit 1')).toHaveLength(0);
      expect(await knex.raw('insert into t (b) values (1)')).toEqual([]);
      expect(await knex.raw('create table u (a)')).toEqual([]);
    });

    test('a column that is called returning', async () => {
      const { knex } = open({ driver });
      await knex.raw('create table t (`returning` integer)');
      await knex('t').insert({ returning: 1 });
      expect(await knex('t').update({ returning: 2 })).toBe(1);
      expect(await knex('t').where({ returning: 2 }).delete()).toBe(1);
    });

    test('an empty query is an error', async () => {
      const { knex } = open({ driver });
      const client = clientOf(knex);
      const connection = await client.acquireConnection();
      expect((await rejection(client.query(connection, { sql: '' }))).message).toContain('The query is empty');
      await client.releaseConnection(connection);
    });
  });
});
