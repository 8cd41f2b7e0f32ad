import type { Harness } from '../harness.js';
import { expectAsBackbone, type CommonModel, type Kit } from './beside-backbone.js';
import { FLEET, withShips } from './ships.js';

type Call = readonly [name: string, ...args: ((kit: Kit, ships: CommonModel[]) => unknown)[]];

const value = (given: unknown) => (): unknown => given;
const crew = (model: CommonModel): number => Number(model.get('crew'));
const manned = value((model: CommonModel) => crew(model) > 60);
const append = value((memo: string, model: CommonModel) => `${memo}${String(model.get('name'))}`);
const nameOf = value((model: CommonModel, index: number) => [index, model.get('name')]);
const second = (_: Kit, ships: CommonModel[]): unknown => ships[1];
const stranger = (kit: Kit): unknown => kit.model({ name: 'Stranger' });

/** Every list function by name, each form of its arguments once; a call is the name and what to pass. */
const calls: readonly Call[] = [
  ['map', nameOf],
  ['map', value('name')],
  ['collect', nameOf],
  ['reduce', append, value('>')],
  ['foldl', append, value('>')],
  ['inject', append, value('>')],
  ['reduceRight', append, value('>')],
  ['foldr', append, value('>')],
  ['find', manned],
  ['find', value({ class: 'ship' })],
  ['find', value('class')],
  ['detect', manned],
  ['findIndex', manned],
  ['findLastIndex', manned],
  ['filter', manned],
  ['filter', value({ class: 'brig' })],
  ['filter', value('class')],
  ['select', manned],
  ['reject', manned],
  ['reject', value({ class: 'brig' })],
  ['partition', manned],
  ['every', manned],
  ['every', value('name')],
  ['all', manned],
  ['some', manned],
  ['some', value({ class: 'raft' })],
  ['any', manned],
  ['include', second],
  ['includes', second],
  ['contains', second],
  ['contains', stranger],
  ['invoke', value('get'), value('name')],
  ['invoke', value('has'), value('class')],
  ['max', value(crew)],
  ['max', value('crew')],
  ['min', value(crew)],
  ['min', value('crew')],
  ['sortBy', value(crew)],
  ['sortBy', value('name')],
  ['groupBy', value('class')],
  ['groupBy', value((model: CommonModel) => crew(model) % 2)],
  ['countBy', value('class')],
  ['indexBy', value('name')],
  ['toArray'],
  ['size'],
  ['first'],
  ['first', value(2)],
  ['head'],
  ['head', value(2)],
  ['take'],
  ['take', value(2)],
  ['initial'],
  ['initial', value(3)],
  ['rest'],
  ['rest', value(2)],
  ['tail'],
  ['tail', value(2)],
  ['drop', value(2)],
  ['last'],
  ['last', value(2)],
  ['without', second],
  ['difference', (_, ships) => [ships[0], ships[2]]],
  ['indexOf', second],
  ['indexOf', stranger],
  ['lastIndexOf', second],
  ['isEmpty'],
  ['at', value(0)],
  ['at', value(-1)],
  ['at', value(99)],
  ['pluck', value('name')],
  ['where', value({ class: 'brig' })],
  ['where', value({ class: null })],
  ['findWhere', value({ crew: 50 })],
  ['findWhere', value({ crew: 1 })],
];

type Indexed = Record<string, (...args: unknown[]) => unknown>;

/** The functions that a collection has from Underscore, each by name, beside Backbone's. */
export function listFunctionsSuite(harness: Harness): void {
  test.each(calls.map(([name, ...args]) => [name, args] as const))('%s', (name, args) =>
    withShips(harness, async (harbour) => {
      expectAsBackbone(harbour, (kit) => {
        const ships = kit.collection(FLEET);
        const given = args.map((arg) => arg(kit, [...ships.models]));
        return { returned: (ships as unknown as Indexed)[name]!(...given) };
      });
    }),
  );

  test.each(['each', 'forEach'])(
    '%s visits models in order, with a context, and returns what Backbone returns',
    (name) =>
      withShips(harness, async (harbour) => {
        expectAsBackbone(harbour, (kit) => {
          const seen: unknown[] = [];
          const visit = function (this: unknown, model: CommonModel, index: number): void {
            seen.push([this, model.get('name'), index]);
          };
          const returned = (kit.collection(FLEET) as unknown as Indexed)[name]!(visit, 'context');
          return { seen, returned };
        });
      }),
  );

  test('shuffle and sample take from the same models', () =>
    withShips(harness, async ({ Ships }) => {
      const ships = new Ships([...FLEET]);
      const shuffled = ships.shuffle();
      expect(shuffled).toHaveLength(FLEET.length);
      expect(new Set(shuffled)).toEqual(new Set(ships.models));
      expect(shuffled).not.toBe(ships.models);
      expect(ships.models).toContain(ships.sample());
      expect(new Set(ships.sample(FLEET.length))).toEqual(new Set(ships.models));
    }));

  test('sortedIndex finds where a model belongs: by an attribute, a function, or the comparator', () =>
    withShips(harness, async ({ Ship, Ships }) => {
      const ships = new Ships([...FLEET], { comparator: 'crew' });
      const newcomer = new Ship({ name: 'Vasa', crew: 145 });
      expect(ships.sortedIndex(newcomer)).toBe(3);
      expect(ships.sortedIndex(newcomer, 'crew')).toBe(3);
      expect(ships.sortedIndex(newcomer, (ship) => ship.get('crew') ?? 0)).toBe(3);
      const byName = new Ships([...FLEET], { comparator: 'name' });
      expect(byName.sortedIndex(newcomer)).toBe(3);
      expect(byName.sortedIndex(new Ship({ name: 'Aa' }))).toBe(0);
    }));

  test('chain goes on with Underscore until value()', () =>
    withShips(harness, async ({ Ships }) => {
      const chained = new Ships([...FLEET])
        .chain()
        .filter((ship) => (ship.get('crew') ?? 0) > 40)
        .map((ship) => ship.get('name'))
        .value();
      expect(chained).toEqual(['Beagle', 'Argo', 'Victory']);
    }));

  test('the functions of an empty collection', () =>
    withShips(harness, async (harbour) => {
      const empty = ['toArray', 'size', 'isEmpty', 'first', 'last', 'max', 'min', 'shift', 'pop', 'toJSON'];
      expectAsBackbone(harbour, (kit) => empty.map((name) => (kit.collection() as unknown as Indexed)[name]!()));
    }));

  test('for…of walks through the models in order', () =>
    withShips(harness, async (harbour) => {
      expectAsBackbone(harbour, (kit) => {
        const seen: unknown[] = [];
        for (const ship of kit.collection(FLEET)) seen.push(ship.get('name'));
        return seen;
      });
    }));
}
