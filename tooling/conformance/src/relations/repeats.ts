import { define, withRelations, type Declared, type Entity, type RelationHarness } from './entities.js';

interface Stops {
  attach(items: unknown): Promise<unknown>;
  syncPivot(items: unknown): Promise<Record<'attached' | 'detached' | 'kept' | 'updated', unknown[]>>;
}

type Stop = Readonly<{ route_id: number; at: string }>;

const stop = (route_id: number, at: string): Stop => ({ route_id, at });

/** A pivot may have several rows of one parent and one target. */
export function repeatsSuite(harness: RelationHarness): void {
  const SYNCS: readonly (readonly [what: string, before: readonly Stop[], given: readonly unknown[], after: Stop[]])[] =
    [
      [
        'all are attached',
        [],
        [stop(1, '09'), stop(1, '10'), stop(2, '09')],
        [stop(1, '09'), stop(1, '10'), stop(2, '09')],
      ],
      [
        'those that are there stay',
        [stop(1, '09'), stop(1, '10')],
        [stop(1, '10'), stop(1, '09')],
        [stop(1, '09'), stop(1, '10')],
      ],
      ['one is added', [stop(1, '09')], [stop(1, '09'), stop(1, '10')], [stop(1, '09'), stop(1, '10')]],
      ['one goes', [stop(1, '09'), stop(1, '10')], [stop(1, '10')], [stop(1, '10')]],
      ['one of two is written and one goes', [stop(1, '09'), stop(1, '10')], [stop(1, '08')], [stop(1, '08')]],
      [
        'one is written',
        [stop(1, '09'), stop(1, '10')],
        [stop(1, '09'), stop(1, '11')],
        [stop(1, '09'), stop(1, '11')],
      ],
      ['the same twice is one', [], [stop(1, '09'), stop(1, '09'), 1], [stop(1, '09')]],
      ['rows that are the same', [stop(1, '09'), stop(1, '09')], [stop(1, '09')], [stop(1, '09')]],
      ['an id keeps them all', [stop(1, '09'), stop(1, '10'), stop(2, '09')], [1], [stop(1, '09'), stop(1, '10')]],
      ['none', [stop(1, '09'), stop(1, '10')], [], []],
    ];

  describe.each([true, false])('with a primary key: %s', (keyed) => {
    test.each(SYNCS)('syncPivot: %s', (_, before, given, after) =>
      withRelations(harness, async (db) => {
        await db.knex.schema.createTable('stations', (table) => void table.integer('id').primary());
        await db.knex.schema.createTable('routes', (table) => void table.integer('id').primary());
        await db.knex.schema.createTable('stops', (table) => {
          if (keyed) table.increments('id');
          table.integer('station_id');
          table.integer('route_id');
          table.string('at');
        });
        await db.knex('stations').insert([{ id: 1 }, { id: 2 }]);
        await db.knex('routes').insert([{ id: 1 }, { id: 2 }]);
        const Route = define(db, 'routes');
        const Station = define(db, 'stations', {
          routes(): Declared {
            return this.belongsToMany(Route, 'stops', 'station_id', 'route_id').withPivot(['at']);
          },
        });
        const stops = (id: number): Stops => (Station.forge({ id }) as Entity & { routes(): Stops }).routes();
        const stored = (station_id: number): Promise<unknown> =>
          db.knex('stops').where({ station_id }).orderBy(['route_id', 'at']).select('route_id', 'at');
        await stops(2).attach([stop(1, '09'), stop(1, '12')]);
        await stops(1).attach(before);
        const { attached, detached, kept } = await stops(1).syncPivot(given);
        expect(await stored(1)).toEqual(after);
        expect(attached.length + kept.length).toBe(typeof given[0] === 'number' ? 1 : after.length);
        if (given.length === 0) expect(detached).toEqual([1]);
        expect(await stored(2)).toEqual([stop(1, '09'), stop(1, '12')]);
        // Once more, and nothing is to be done.
        const again = await stops(1).syncPivot(given);
        expect([again.attached, again.detached, again.updated]).toEqual([[], [], []]);
      }),
    );
  });
}
