import type { Knex } from 'knex';
import { names, withFleet } from '../collections/ships.js';
import type { Harness } from '../harness.js';
import { statementsOf } from '../harness.js';

/** `options.query` is the builder in every before-event; `columns` is changed in place. */
export function querySuite(harness: Harness): void {
  const narrow = (...args: unknown[]): void => {
    const options = args.at(-1) as { query: Knex.QueryBuilder };
    void options.query.where('crew', '>', 60);
  };

  test('fetching of a model', () =>
    withFleet(harness, async ({ Ship }) => {
      const fram = new Ship({ name: 'Fram' });
      fram.on('fetching', narrow);
      expect(await fram.fetch()).toBeNull();
      const beagle = new Ship({ name: 'Beagle' });
      beagle.on('fetching', narrow);
      expect(await beagle.fetch()).toBe(beagle);
    }));

  test('fetching of a collection, and fetching:collection', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const ships = new Ships().orderBy('id');
      ships.on('fetching', narrow);
      expect(names(await ships.fetch())).toEqual(['Beagle', 'Victory']);
      const ship = new Ship();
      ship.on('fetching:collection', narrow);
      expect(names(await ship.orderBy('id').fetchAll())).toEqual(['Beagle', 'Victory']);
    }));

  test('counting of a model and of a collection', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const ship = new Ship();
      ship.on('counting', narrow);
      expect(await ship.count()).toBe(2);
      const ships = new Ships();
      ships.on('counting', narrow);
      expect(await ships.count()).toBe(2);
    }));

  test.each(['saving', 'updating'] as const)('%s of an update', (event) =>
    withFleet(harness, async ({ db, Ship }) => {
      for (const id of [1, 2]) {
        const ship = await new Ship({ id }).fetch({ require: true });
        ship.on(event, narrow);
        await ship.save({ class: 'narrowed' }, { require: false });
      }
      expect(await db.knex('ships').where({ class: 'narrowed' }).pluck('id')).toEqual([1]);
    }),
  );

  test('destroying', () =>
    withFleet(harness, async ({ db, Ship }) => {
      for (const id of [1, 2]) {
        const ship = new Ship({ id });
        ship.on('destroying', narrow);
        await ship.destroy();
      }
      expect(await db.knex('ships').orderBy('id').pluck('id')).toEqual([2, 3, 4]);
    }));

  test('creating and saving of an insert have it too', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const ship = new Ship({ name: 'Vasa' });
      const builders: unknown[] = [];
      ship.on('saving creating', (_, _attrs, options) => void builders.push(options.query));
      await ship.save();
      expect(builders).toHaveLength(2);
      for (const builder of builders) expect(typeof (builder as Knex.QueryBuilder).where).toBe('function');
      expect(await db.knex('ships').where({ name: 'Vasa' })).toHaveLength(1);
    }));

  test('the builder holds what was constrained before', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = Ship.where({ class: 'brig' });
      let sql = '';
      ship.on('fetching', (_, _columns, options) => void (sql = options.query.toQuery()));
      await ship.fetch();
      expect(sql).toMatch(/where .*class.* = 'brig'/);
    }));

  test('columns are an array that may be changed in place', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const one = new Ship({ id: 1 });
      one.on('fetching', (_, columns) => {
        columns.length = 0;
        columns.push('name', 'crew');
      });
      await one.fetch();
      expect(one.toJSON()).toEqual({ id: 1, name: 'Beagle', crew: 74 });
      const all = new Ships().orderBy('id');
      all.on('fetching', (_, columns) => void columns.splice(0, columns.length, 'ships.class'));
      expect((await all.fetch()).toJSON()[1]).toEqual({ class: 'schooner' });
      const given: unknown[] = [];
      const narrowed = new Ship({ id: 1 });
      narrowed.on('fetching', (_, columns) => void (given.push([...columns]), columns.push('crew')));
      const asked = ['name'];
      await narrowed.fetch({ columns: asked });
      expect(given).toEqual([['name']]);
      expect(narrowed.toJSON()).toEqual({ id: 1, name: 'Beagle', crew: 74 });
      expect(asked).toEqual(['name']);
    }));

  test.each([
    ['nothing was said', {}, ['ships.*']],
    ['one column was named', { columns: 'name' }, ['name']],
    ['several were', { columns: ['name', 'crew'] }, ['name', 'crew']],
  ])('columns are an array when %s', (_, options, expected) =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const seen: unknown[] = [];
      const one = new Ship({ id: 1 });
      one.on('fetching', (_target, columns) => void seen.push([...columns]));
      await one.fetch(options);
      const ships = new Ships();
      ships.on('fetching', (_target, columns) => void seen.push([...columns]));
      await ships.fetch(options);
      const ship = new Ship();
      ship.on('fetching:collection', (_target, columns) => void seen.push([...columns]));
      await ship.fetchAll(options);
      expect(seen).toEqual([expected, expected, expected]);
    }),
  );

  test('columns are an array when the query has columns of its own', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = new Ship().query('select', 'name');
      let seen: unknown;
      ship.on('fetching', (_, columns) => void (seen = [...columns]));
      await ship.where({ id: 2 }).fetch();
      expect(seen).toEqual([]);
      expect(ship.attributes).toEqual({ name: 'Fram' });
    }));

  test('the options are the caller’s own copy', () =>
    withFleet(harness, async ({ db, Ship }) => {
      const options = { timeout: 60_000 };
      const ship = new Ship({ id: 1 });
      ship.on('fetching', (_, _columns, given) => void Object.assign(given, { timeout: 50_000 }));
      await ship.fetch(options);
      await ship.save({ crew: 1 }, options);
      await ship.destroy(options);
      expect(options).toEqual({ timeout: 60_000 });
      expect(await statementsOf(db, async () => new Ship().count('*', options))).toHaveLength(1);
    }));
}
