import { statementsOf, type Harness } from '../harness.js';
import { FLEET, names, withFleet } from './ships.js';

/** `query where orderBy resetQuery sync`. */
export function querySuite(harness: Harness): void {
  test('query takes a method with arguments, a function, and an object; without arguments it is the builder', () =>
    withFleet(harness, async ({ Ships }) => {
      const big = ['Beagle', 'Victory'];
      expect(names(await new Ships().query('where', 'crew', '>', 60).orderBy('id').fetch())).toEqual(big);
      expect(names(await new Ships().query({ where: ['crew', '>', 60], orderBy: 'id' }).fetch())).toEqual(big);
      expect(
        names(
          await new Ships()
            .query({ where: { class: 'brig' }, orWhere: { class: 'ship' }, orderBy: ['id', 'desc'] })
            .fetch(),
        ),
      ).toEqual(big.toReversed());
      const ships = new Ships();
      let self: unknown;
      const returned = ships.query(function (qb) {
        self = this === qb;
        void qb.where('crew', '>', 60).orderBy('id');
      });
      expect([returned === ships, self]).toEqual([true, true]);
      void ships.query().limit(1);
      expect(names(await ships.fetch())).toEqual(['Beagle']);
    }));

  test('constraints add up until an action has used them', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = new Ships().query('where', 'crew', '>', 40).query('where', 'crew', '<', 100);
      expect(await ships.orderBy('id').fetch()).toHaveLength(2);
      expect(await ships.fetch()).toHaveLength(4);
    }));

  test('resetQuery forgets the constraints', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = new Ships().query('where', 'id', 1);
      expect(ships.resetQuery()).toBe(ships);
      expect(await ships.count()).toBe(4);
    }));

  test('orderBy goes up, down with a minus or a direction, and by the key without a name', () =>
    withFleet(harness, async ({ Ships }) => {
      const ordered = async (...args: Parameters<InstanceType<typeof Ships>['orderBy']>): Promise<string[]> =>
        names(await new Ships().orderBy(...args).fetch());
      const byName = ['Argo', 'Beagle', 'Fram', 'Victory'];
      const byKey = FLEET.map(({ name }) => name);
      expect(await ordered('name')).toEqual(byName);
      expect(await ordered('-name')).toEqual(byName.toReversed());
      expect(await ordered('name', 'desc')).toEqual(byName.toReversed());
      expect(await ordered()).toEqual(byKey);
      expect(await ordered('-id')).toEqual(byKey.toReversed());
    }));

  test('where filters in memory and sends nothing', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      const statements = await statementsOf(db, async () => {
        expect(names(ships.where({ class: 'brig' }))).toEqual(['Beagle']);
        expect(ships.findWhere({ crew: 16 })).toBe(ships.get(2));
        expect(ships.where({ class: 'raft' })).toEqual([]);
      });
      expect(statements).toEqual([]);
      expect(await ships.count()).toBe(4);
    }));

  test('undefined in a constraint is an error, before anything is sent', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const statements = await statementsOf(db, async () => {
        await expect(new Ships().query('where', { id: undefined }).fetch()).rejects.toBeInstanceOf(
          db.UndefinedBindingError,
        );
        await expect(new Ships().query('where', 'id', undefined).count()).rejects.toBeInstanceOf(
          db.UndefinedBindingError,
        );
        await expect(new Ships().query('where', { name: undefined }).fetchOne()).rejects.toBeInstanceOf(
          db.UndefinedBindingError,
        );
      });
      expect(statements).toEqual([]);
    }));

  test('sync may be overridden, and every read goes through it', () =>
    withFleet(harness, async ({ Ships }) => {
      const calls: unknown[] = [];
      const Watched = Ships.extend({
        sync(options: object) {
          calls.push(options);
          return Ships.prototype.sync.call(this as never, options as never);
        },
      });
      const ships = new Watched();
      await ships.fetch({ columns: ['name'] });
      await ships.count();
      expect(calls).toHaveLength(2);
      expect(calls[0]).toMatchObject({ columns: ['name'] });
      const Canned = Ships.extend({
        sync: () => ({ select: async () => [{ id: 7, name: 'Ghost' }], count: async () => 42 }),
      });
      expect(names(await new Canned().fetch())).toEqual(['Ghost']);
      expect(await new Canned().count()).toBe(42);
    }));

  test('an instance’s table is read under its own name', () =>
    withFleet(harness, async ({ db, Ships }) => {
      await db.knex.schema.createTable('wrecks', (table) => {
        table.increments('id');
        table.string('name');
      });
      await db.knex('wrecks').insert({ name: 'Vasa' });
      const wrecks = new Ships();
      Reflect.set(wrecks, 'tableName', 'wrecks');
      expect(names(await wrecks.fetch())).toEqual(['Vasa']);
      expect((await wrecks.fetchOne())!.get('name')).toBe('Vasa');
    }));
}
