import Backbone from 'backbone';
import { withFleet, withShips, type Harbour } from '../collections/ships.js';
import type { Harness } from '../harness.js';

import { logged, programs, type AwaitingBus, type Bus } from './bus-programs.js';

type Maker = readonly [what: string, make: (harbour: Harbour) => AwaitingBus];
const makers: readonly Maker[] = [
  ['a model', ({ Ship }) => new Ship()],
  ['a collection', ({ Ships }) => new Ships()],
  ['a shelf', ({ db }) => db],
];

/** `on off once bind unbind trigger listenTo listenToOnce stopListening` are Backbone's; `triggerThen` is ours. */
export function busSuite(harness: Harness): void {
  describe.each(makers)('%s', (_, make) => {
    test.each(programs)('%s', (_what, program) =>
      withShips(harness, async (harbour) => {
        const backbone = (): Bus => ({ ...Backbone.Events }) as unknown as Bus;
        const expected = logged(backbone(), backbone(), program);
        expect(logged(make(harbour), new harbour.Ship() as unknown as Bus, program)).toEqual(expected);
      }),
    );

    test('each returns the object itself', () =>
      withShips(harness, async (harbour) => {
        const bus = make(harbour);
        const handler = (): void => undefined;
        const returned = [
          bus.on('a', handler),
          bus.bind('a', handler),
          bus.once('a', handler),
          bus.trigger('a'),
          bus.unbind('a'),
          bus.off(),
          bus.listenTo(bus, 'a', handler),
          bus.listenToOnce(bus, 'a', handler),
          bus.stopListening(),
        ];
        for (const each of returned) expect(each).toBe(bus);
      }));

    test('triggerThen runs handlers one after another, in order, and resolves with every result', () =>
      withShips(harness, async (harbour) => {
        const bus = make(harbour);
        const log: string[] = [];
        const slow = async (): Promise<string> => {
          log.push('slow begins');
          await Promise.resolve();
          await Promise.resolve();
          log.push('slow ends');
          return 'slow';
        };
        bus.on('a', slow);
        bus.on('a', (...args: unknown[]) => {
          log.push('plain');
          return args;
        });
        bus.once('a', () => 'once');
        bus.on('a', () => undefined);
        expect(await bus.triggerThen('a', 1, 2)).toEqual(['slow', [1, 2], 'once', undefined]);
        expect(log).toEqual(['slow begins', 'slow ends', 'plain']);
        expect(await bus.triggerThen('a')).toEqual(['slow', [], undefined]);
        expect(await bus.triggerThen('nobody toString')).toEqual([]);
      }));

    test('triggerThen takes several names: all handlers of the first, then of the next', () =>
      withShips(harness, async (harbour) => {
        const bus = make(harbour);
        bus.on('b', () => 'b1');
        bus.on('a', async () => 'a1');
        bus.on('a b', () => 'ab');
        expect(await bus.triggerThen('a b')).toEqual(['a1', 'ab', 'b1', 'ab']);
        expect(await bus.triggerThen('  b   c ')).toEqual(['b1', 'ab']);
      }));

    test.each([
      [
        'throw',
        () => {
          throw new Error('no');
        },
      ],
      [
        'rejection',
        async () => {
          throw new Error('no');
        },
      ],
    ])('triggerThen rejects on the first %s, and later handlers do not run', (_what, failing) =>
      withShips(harness, async (harbour) => {
        const bus = make(harbour);
        const later: string[] = [];
        bus.on('a', () => later.push('before'));
        bus.on('a', failing);
        bus.on('a b', () => later.push('after'));
        await expect(bus.triggerThen('a b')).rejects.toThrow('no');
        expect(later).toEqual(['before']);
      }),
    );

    test('triggerThen keeps the context, tells "all", and lets a handler unbind itself', () =>
      withShips(harness, async (harbour) => {
        const bus = make(harbour);
        const seen: unknown[] = [];
        const context = { name: 'context' };
        bus.on(
          'a',
          function (this: unknown) {
            seen.push(this);
            bus.off('a');
          },
          context,
        );
        bus.on('all', (...args: unknown[]) => void seen.push(args));
        await bus.triggerThen('a', 1);
        expect(seen).toEqual([context, ['a', 1]]);
        expect(await bus.triggerThen('a')).toEqual([]);
      }));

    test('what a listener elsewhere returns reaches triggerThen', () =>
      withShips(harness, async (harbour) => {
        const bus = make(harbour);
        const other = new harbour.Ship() as unknown as AwaitingBus;
        bus.listenTo(other, 'a', async () => 'listening');
        bus.listenToOnce(other, 'a', () => 'once');
        expect(await other.triggerThen('a')).toEqual(['listening', 'once']);
        expect(await other.triggerThen('a')).toEqual(['listening']);
      }));
  });

  test('a shelf is a bus of its own', () =>
    withShips(harness, async ({ db }) =>
      withShips(harness, async ({ db: other }) => {
        const heard: string[] = [];
        db.on('launch', () => heard.push('db'));
        other.on('launch', () => heard.push('other'));
        db.trigger('launch');
        expect(heard).toEqual(['db']);
      }),
    ));

  test('handlers of one model are not another’s, nor those of a class', () =>
    withFleet(harness, async ({ Ship, Ships }) => {
      const ships = await new Ships().fetch();
      const heard: unknown[] = [];
      ships.at(0)!.on('change', (ship) => heard.push(ship));
      ships.at(1)!.set('crew', 5);
      new Ship().set('crew', 5);
      expect(heard).toEqual([]);
      ships.at(0)!.set('crew', 5);
      expect(heard).toEqual([ships.at(0)]);
    }));
}
