import { sqlite } from '../src/index.js';
describe.each(['sqlite3', 'better-sqlite3'] as const)('%s', (driver) => {
  test('smoke', async () => {
    const dialect = sqlite({ filename: ':memory:', driver });
    const knex = dialect.connect({ debug: false });
    await knex.schema.createTable('users', (t) => { t.increments('id'); t.string('name').unique(); t.boolean('active'); t.datetime('at'); });
    expect(await knex('users').insert({ name: 'a', active: true, at: new Date(0) })).toEqual([1]);
    expect(await knex('users')).toEqual([{ id: 1, name: 'a', active: 1, at: '1970-01-01T00:00:00.000Z' }]);
    await knex.transaction(async (t) => { await t('users').insert({ name: 'b' }); });
    await expect(knex.transaction(async (t) => { await t('users').insert({ name: 'c' }); throw new Error('x'); })).rejects.toThrow('x');
    expect(await knex('users').count({ n: '*' })).toEqual([{ n: 2 }]);
    const error = await knex('users').insert({ name: 'a' }).catch((e) => e);
    expect(dialect.translate(error)).toEqual({ error: 'UniqueViolation', columns: ['name'] });
    console.log(await dialect.describe(knex, 'users'));
    await knex.destroy();
  });
});
