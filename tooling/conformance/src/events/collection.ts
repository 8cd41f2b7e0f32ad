import { FLEET, withFleet, withShips, type Ship } from '../collections/ships.js';
import type { Harness } from '../harness.js';
import { argsOf, eventsOf, keepDiary } from './diary.js';

/** A collection's own events, and those of its models that it passes on. */
export function collectionEventsSuite(harness: Harness): void {
  test('fetching and fetched', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = new Ships().orderBy('id');
      const diary = keepDiary(db, ships);
      await ships.fetch({ timeout: 60_000 });
      expect(eventsOf(diary)).toEqual(['fetching', 'SELECT', 'fetched']);
      expect(argsOf(diary, 'fetching')).toEqual([ships, ['ships.*'], expect.objectContaining({ timeout: 60_000 })]);
      const [collection, response, options, ...rest] = argsOf(diary, 'fetched');
      expect(collection).toBe(ships);
      expect(response).toHaveLength(4);
      expect((response as object[])[1]).toMatchObject(FLEET[1]!);
      expect(options).toMatchObject({ timeout: 60_000 });
      expect(rest).toEqual([]);
    }));

  test('both are awaited, and a failing fetched rejects', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const log: string[] = [];
      const ships = new Ships();
      for (const event of ['fetching', 'fetched'] as const) {
        ships.on(event, async () => {
          for (let turn = 0; turn < 5; turn++) await Promise.resolve();
          log.push(`${event} ${ships.length}`);
        });
      }
      db.on('query', () => log.push('query'));
      await ships.fetch();
      expect(log).toEqual(['fetching 0', 'query', 'fetched 4']);
      ships.on('fetched', () => {
        throw new Error('too many');
      });
      await expect(ships.fetch()).rejects.toThrow('too many');
    }));

  test('fetched fires when the query has run, rows or none', () =>
    withShips(harness, async ({ db, Ships }) => {
      const ships = new Ships();
      const diary = keepDiary(db, ships);
      await ships.fetch();
      expect(eventsOf(diary)).toEqual(['fetching', 'SELECT', 'fetched']);
      expect(argsOf(diary, 'fetched').slice(0, 2)).toEqual([ships, []]);
    }));

  test('fetchOne fires on the model, count on the collection', () =>
    withFleet(harness, async ({ db, Ship, Ships }) => {
      const heard: unknown[] = [];
      const Model = Ship.extend({
        initialize() {
          (this as unknown as Ship).on('fetching fetched', (model) => void heard.push(model));
        },
      });
      const ships = new Ships([], { model: Model });
      const diary = keepDiary(db, ships);
      const one = await ships.orderBy('id').fetchOne();
      expect(heard).toEqual([one, one]);
      expect(eventsOf(diary)).toEqual(['SELECT']);
      await ships.count();
      expect(eventsOf(diary).slice(1)).toEqual(['counting', 'SELECT']);
      expect(argsOf(diary, 'counting')).toEqual([ships, expect.anything()]);
    }));

  test('add, remove, reset and sort are plain: a promise is not waited for', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships([], { comparator: 'name' });
      const log: unknown[] = [];
      ships.on('add', (ship, collection, options) =>
        log.push(['add', ship.get('name'), collection === ships, Reflect.get(options, 'index')]),
      );
      ships.on('remove', (ship, collection, options) =>
        log.push(['remove', ship.get('name'), collection === ships, Reflect.get(options, 'index')]),
      );
      ships.on('reset', (collection, options) =>
        log.push(['reset', collection === ships, (Reflect.get(options, 'previousModels') as unknown[]).length]),
      );
      ships.on('sort', (collection) => log.push(['sort', collection === ships]));
      ships.add([
        { id: 1, name: 'b' },
        { id: 2, name: 'a' },
      ]);
      ships.remove(1);
      ships.reset([{ name: 'c' }]);
      ships.sort();
      expect(log).toEqual([
        ['add', 'b', true, undefined],
        ['add', 'a', true, undefined],
        ['sort', true],
        ['remove', 'b', true, 1],
        ['reset', true, 1],
        ['sort', true],
      ]);
    }));

  test('a model hears that it was added and removed', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const ship = new Ship({ name: 'a' });
      const log: unknown[] = [];
      ship.on('add remove', (model, collection) => log.push([model === ship, collection]));
      const ships = new Ships();
      ships.add(ship);
      ships.remove(ship);
      expect(log).toEqual([
        [true, ships],
        [true, ships],
      ]);
    }));

  test('every event of a model is passed on, with the same arguments', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = new Ships().orderBy('id');
      const diary = keepDiary(db, ships);
      await ships.fetch();
      const ship = ships.at(0)!;
      ship.set('crew', 75);
      await ship.save();
      await ship.refresh();
      ship.trigger('launched' as never, ...([1, 2] as never));
      await ship.destroy();
      await ships.create({ name: 'Vasa' });
      expect(eventsOf(diary)).toEqual([
        'fetching',
        'SELECT',
        'fetched',
        'change:crew',
        'change',
        'saving',
        'updating',
        'UPDATE',
        'updated',
        'saved',
        'committed',
        'fetching',
        'SELECT',
        'fetched',
        'launched',
        'destroying',
        'DELETE',
        'destroyed',
        'committed',
        'remove',
        'update',
        'INSERT',
        'add',
        'update',
      ]);
      expect(argsOf(diary, 'change')[0]).toBe(ship);
      expect(argsOf(diary, 'updated').slice(0, 2)).toEqual([ship, 1]);
      expect(argsOf(diary, 'launched')).toEqual([1, 2]);
      expect(argsOf(diary, 'destroying')[0]).toBe(ship);
    }));

  test.each(['before the models come', 'after they came'])('a listener that is there %s hears them', (when) =>
    withFleet(harness, async ({ Ships }) => {
      const ships = new Ships([{ name: 'made' }]);
      const heard: unknown[] = [];
      const listen = (): unknown => ships.on('change', (ship) => void heard.push(ship.get('name')));
      if (when.startsWith('before')) listen();
      await ships.orderBy('id').fetch();
      ships.add({ name: 'added' });
      if (when.startsWith('after')) listen();
      for (const ship of ships) ship.set('crew', 0);
      expect(heard).toEqual(['Beagle', 'Fram', 'Argo', 'Victory', 'added']);
    }),
  );

  test('models that left are no longer heard: removed, reset or replaced by a fetch', () =>
    withFleet(harness, async ({ Ships }) => {
      const ships = new Ships([{ name: 'removed' }, { name: 'reset' }]);
      const heard: unknown[] = [];
      ships.on('change', (ship) => void heard.push(ship.get('name')));
      const gone = [ships.at(0)!, ships.at(1)!];
      ships.remove(gone[0]!);
      gone.push(...ships.reset([{ name: 'replaced' }]));
      await ships.fetch();
      for (const ship of gone) ship.set('crew', 1);
      expect(heard).toEqual([]);
      expect(gone.map((ship) => Reflect.get(ship, 'collection'))).toEqual([undefined, undefined, undefined]);
    }));

  test('a model in two collections is heard by both, but each tells only of its own adding', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const ship = new Ship({ name: 'a' });
      const log: string[] = [];
      const [one, two] = ['one', 'two'].map((name) => {
        const ships = new Ships();
        ships.on('all', (event) => void log.push(`${name} ${event}`));
        return ships;
      });
      one!.add(ship);
      two!.add(ship);
      ship.set('crew', 1);
      two!.remove(ship);
      ship.set('crew', 2);
      expect(log).toEqual([
        'one add',
        'one update',
        'two add',
        'two update',
        'one change:crew',
        'two change:crew',
        'one change',
        'two change',
        'two remove',
        'two update',
        'one change:crew',
        'one change',
      ]);
    }));

  test('listenTo and once on a collection hear its models too', () =>
    withFleet(harness, async ({ db, Ships }) => {
      const ships = await new Ships().orderBy('id').fetch();
      const heard: unknown[] = [];
      db.listenTo(ships, 'change', (ship) => heard.push(ship));
      ships.once('change', (ship) => heard.push(ship));
      ships.at(0)!.set('crew', 1);
      ships.at(0)!.set('crew', 2);
      expect(heard).toEqual([ships.at(0), ships.at(0), ships.at(0)]);
    }));
}
