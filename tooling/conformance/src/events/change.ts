import { expectAsBackbone, logOf, type CommonModel } from '../collections/beside-backbone.js';
import { withFleet, withShips, type Ship } from '../collections/ships.js';
import type { Harness } from '../harness.js';

/** What Backbone's models and Shelf's have of events. */
interface Heard {
  on(event: string, callback: (...args: never[]) => unknown): unknown;
  set(attributes: object, options?: object): unknown;
}

/** `change`, against the last synced state. */
export function changeSuite(harness: Harness): void {
  function counted(ship: Ship): { readonly times: number } {
    const count = { times: 0 };
    ship.on('change', () => count.times++);
    return count;
  }

  test('change tells the model and the options, at once', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const seen: unknown[] = [];
      ship.on('change', (...args) => void seen.push(args));
      const options = { silent: false };
      ship.set('crew', 1, options);
      expect(seen).toEqual([[ship, options]]);
      expect(ship.set({ crew: 2, name: 'x' })).toBe(ship);
      expect(seen).toHaveLength(2);
    }));

  test('change:<attribute> comes before it, for each that changed, with the value', () =>
    withShips(harness, async ({ Ship }) => {
      const ship = new Ship({ name: 'a', crew: 1 });
      const seen: unknown[] = [];
      ship.on('all', (event, ...args) => void seen.push([event, ...args.slice(1)]));
      const options = { silent: false };
      ship.set({ name: 'b', crew: 1 }, options);
      expect(seen).toEqual([
        ['change:name', 'b', options],
        ['change', options],
      ]);
    }));

  test('one set is one change, whatever it sets', () =>
    withShips(harness, async ({ Ship }) => {
      const ship = new Ship();
      const change = counted(ship);
      ship.set({ name: 'a', crew: 1, class: 'b' });
      expect(change.times).toBe(1);
    }));

  const nested: Readonly<Record<string, (model: CommonModel & Heard) => unknown>> = {
    'in a handler of change:crew': (model) => {
      model.on('change:crew', () => model.set({ name: 'b' }));
      model.set({ crew: 2 });
    },
    'in a handler of change': (model) => {
      model.on('change', () => model.set({ name: 'b' }));
      model.set({ crew: 2 });
    },
    'in handlers of both, some levels deep': (model) => {
      model.on('change:crew', () => model.set({ name: 'b' }));
      model.on('change:name', () => model.set({ class: 'c' }));
      model.on('change', () => model.set({ crew: 5 }));
      model.set({ crew: 2 });
    },
    'twice, with options of its own': (model) => {
      model.on('change:crew', () => {
        model.set({ name: 'b' }, { at: 1 });
        model.set({ name: 'c' }, { at: 2 });
      });
      model.set({ crew: 2 }, { at: 3 });
    },
    'in silence': (model) => {
      model.on('change:crew', () => model.set({ name: 'b' }, { silent: true }));
      model.set({ crew: 2 });
    },
  };

  test.each(Object.keys(nested))('a set %s is announced as Backbone announces it', (name) =>
    withShips(harness, async (harbour) =>
      expectAsBackbone(harbour, (kit) => {
        const model = kit.model({ name: 'a', crew: 1 }) as CommonModel & Heard;
        const ships = kit.collection([model]);
        const log = logOf(ships);
        model.on('change', (_model: unknown, options: { at?: number }) => log.push([options.at ?? 'none']));
        nested[name]!(model);
        model.set({ crew: 9 });
        return log;
      }),
    ),
  );

  test('a handler that throws leaves the next set as it would be', () =>
    withShips(harness, async ({ Ship }) => {
      const ship = new Ship({ name: 'a', crew: 1 });
      const { times } = counted(ship);
      const count = counted(ship);
      ship.once('change:crew', () => {
        throw new Error('stop');
      });
      expect(() => ship.set({ crew: 2 })).toThrow('stop');
      ship.set({ crew: 3 });
      expect([times, count.times]).toEqual([0, 1]);
    }));

  test('what is stored already, or set already, is no change', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const change = counted(ship);
      ship.set('crew', 74);
      ship.set({ name: 'Beagle' });
      expect(change.times).toBe(0);
      ship.set('crew', 75);
      expect(change.times).toBe(1);
      ship.set('crew', 75);
      expect(change.times).toBe(1);
      // Back to what is stored: nothing differs from the last sync any more.
      ship.set('crew', 74);
      expect([change.times, ship.hasChanged()]).toEqual([1, false]);
      ship.set('crew', 75);
      expect(change.times).toBe(2);
      await ship.save();
      ship.set('crew', 75);
      expect(change.times).toBe(2);
      ship.set('crew', 74);
      expect(change.times).toBe(3);
    }));

  test('silent is silent; unset and clear are changes', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      const change = counted(ship);
      ship.set('crew', 1, { silent: true });
      expect([change.times, ship.get('crew')]).toEqual([0, 1]);
      ship.unset('crew');
      expect([change.times, ship.has('crew')]).toEqual([1, false]);
      ship.clear();
      expect([change.times, ship.attributes]).toEqual([2, {}]);
      ship.clear();
      expect(change.times).toBe(2);
    }));

  test('neither a save, a fetch nor making a model is a change', () =>
    withFleet(harness, async ({ Ship }) => {
      const seen: unknown[] = [];
      const Heard = Ship.extend({
        initialize() {
          (this as unknown as Ship).on('change', (ship) => void seen.push(ship));
        },
      });
      const ship = new Heard({ id: 1 });
      await ship.fetch();
      await ship.save({ crew: 75 });
      await ship.refresh();
      expect(seen).toEqual([]);
      ship.set('crew', 1);
      expect(seen).toEqual([ship]);
    }));

  test('changed, hasChanged and previous tell a handler of change what changed', () =>
    withFleet(harness, async ({ Ship }) => {
      const ship = await new Ship({ id: 1 }).fetch({ require: true });
      let seen: unknown;
      ship.on(
        'change',
        (model) => void (seen = [model.changed, model.hasChanged('crew'), model.previous('crew'), model.get('crew')]),
      );
      ship.set('crew', 75);
      expect(seen).toEqual([{ crew: 75 }, true, 74, 75]);
    }));
}
