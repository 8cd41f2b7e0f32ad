import type { Harness } from '../harness.js';
import { expectAsBackbone, logOf, type Kit } from './beside-backbone.js';
import { withShips } from './ships.js';

const a = { id: 1, name: 'a' };
const b = { id: 2, name: 'b' };
const c = { id: 3, name: 'c' };

/** What a call returns, what it leaves, and which events it fires, for every way models come and go. */
const programs: readonly [what: string, program: (kit: Kit) => unknown][] = [
  ['add of a hash', (kit) => traced(kit, [a], (ships) => ships.add(b))],
  ['add of a list', (kit) => traced(kit, [a], (ships) => ships.add([b, c]))],
  [
    'add of a model returns that very model',
    (kit) =>
      traced(kit, [], (ships) => {
        const model = kit.model(a);
        return [ships.add(model) === model, ships.get(1) === model];
      }),
  ],
  ['add ignores a known id', (kit) => traced(kit, [a], (ships) => ships.add({ id: 1, name: 'other' }))],
  [
    'add of a known id returns the model that is there',
    (kit) => traced(kit, [a], (ships) => ships.add({ id: 1 }) === ships.at(0)),
  ],
  [
    'add with merge',
    (kit) => traced(kit, [a, b], (ships) => ships.add([{ id: 1, name: 'merged' }, c], { merge: true })),
  ],
  ['add at an index', (kit) => traced(kit, [a, b], (ships) => ships.add(c, { at: 1 }))],
  ['add at a negative index', (kit) => traced(kit, [a, b], (ships) => ships.add(c, { at: -2 }))],
  ['add far beyond the end', (kit) => traced(kit, [a], (ships) => ships.add([b, c], { at: 99 }))],
  ['add in silence', (kit) => traced(kit, [a], (ships) => ships.add(b, { silent: true }))],
  ['add of nothing', (kit) => traced(kit, [a], (ships) => [ships.add([]), ships.add(undefined)])],
  [
    'add of one model twice in one list',
    (kit) =>
      traced(kit, [], (ships) => {
        const model = kit.model({ name: 'new' });
        return ships.add([model, model]);
      }),
  ],
  [
    'add of several models without an id',
    (kit) => traced(kit, [], (ships) => ships.add([{ name: 'x' }, { name: 'x' }])),
  ],
  ['remove of an id', (kit) => traced(kit, [a, b, c], (ships) => ships.remove(2))],
  ['remove of a model', (kit) => traced(kit, [a, b], (ships) => ships.remove(ships.at(0)))],
  ['remove of a list', (kit) => traced(kit, [a, b, c], (ships) => ships.remove([1, { id: 3 }]))],
  ['remove of what is not there', (kit) => traced(kit, [a], (ships) => [ships.remove(9), ships.remove([9, 1])])],
  ['remove in silence', (kit) => traced(kit, [a, b], (ships) => ships.remove(1, { silent: true }))],
  ['reset', (kit) => traced(kit, [a, b], (ships) => ships.reset([b, c]))],
  ['reset of one hash', (kit) => traced(kit, [a], (ships) => ships.reset(c))],
  ['reset without models', (kit) => traced(kit, [a, b], (ships) => ships.reset())],
  ['reset in silence', (kit) => traced(kit, [a], (ships) => ships.reset([b], { silent: true }))],
  ['set adds, merges and removes', (kit) => traced(kit, [a, b], (ships) => ships.set([{ id: 2, name: 'merged' }, c]))],
  [
    'set without adding',
    (kit) => traced(kit, [a, b], (ships) => ships.set([{ id: 2, name: 'merged' }, c], { add: false })),
  ],
  [
    'set without merging',
    (kit) => traced(kit, [a, b], (ships) => ships.set([{ id: 2, name: 'merged' }, c], { merge: false })),
  ],
  [
    'set without removing',
    (kit) => traced(kit, [a, b], (ships) => ships.set([{ id: 2, name: 'merged' }, c], { remove: false })),
  ],
  ['set of one hash', (kit) => traced(kit, [a, b], (ships) => ships.set(c))],
  ['set in another order', (kit) => traced(kit, [a, b, c], (ships) => ships.set([c, a, b]))],
  ['set of nothing', (kit) => traced(kit, [a], (ships) => [ships.set(undefined), ships.length])],
  ['push and pop', (kit) => traced(kit, [a], (ships) => [ships.push(b), ships.pop(), ships.pop(), ships.pop()])],
  [
    'unshift and shift',
    (kit) => traced(kit, [a], (ships) => [ships.unshift(b), ships.shift(), ships.shift(), ships.shift()]),
  ],
  ['sort by an attribute', (kit) => traced(kit, [c, a], (ships) => ships.add(b), { comparator: 'name' })],
  [
    'sort by a function of one model',
    (kit) => traced(kit, [a, c], (ships) => ships.add(b), { comparator: (model: { id: number }) => -model.id }),
  ],
  [
    'sort by a function of two models',
    (kit) =>
      traced(kit, [a, c], (ships) => ships.add(b), {
        comparator: (one: { id: number }, other: { id: number }) => other.id - one.id,
      }),
  ],
  [
    'a merge that changes the order',
    (kit) => traced(kit, [a, b], (ships) => ships.add({ id: 1, name: 'z' }, { merge: true }), { comparator: 'name' }),
  ],
  [
    'sort: false on one call',
    (kit) => traced(kit, [b, c], (ships) => ships.add(a, { sort: false }), { comparator: 'name' }),
  ],
  [
    'sort by hand',
    (kit) => traced(kit, [c, a, b], (ships) => Reflect.set(ships, 'comparator', 'name') && ships.sort()),
  ],
  [
    'a merge that changes nothing of what is sorted by, of models that are not stored',
    (kit) =>
      traced(kit, [a, b], (ships) => ships.add([{ id: 1, name: 'a', crew: 3 }], { merge: true }), {
        comparator: 'name',
      }),
  ],
  [
    'a merge that changes the order, and then the same once more',
    (kit) =>
      traced(kit, [a, b], (ships) => [ships.set([{ id: 1, name: 'z' }, b]), ships.set([{ id: 1, name: 'z' }, b])], {
        comparator: 'name',
      }),
  ],
  [
    'merges beside a comparator of two models',
    (kit) =>
      traced(
        kit,
        [a, b],
        (ships) => [ships.set([a, b]), ships.set([{ id: 1, crew: 2 }, b]), ships.set([{ id: 1, crew: 2 }, b])],
        { comparator: (one: { id: number }, other: { id: number }) => other.id - one.id },
      ),
  ],
  ['comparator: false', (kit) => traced(kit, [c, a], (ships) => ships.add(b), { comparator: false })],
  ['slice', (kit) => traced(kit, [a, b, c], (ships) => [ships.slice(), ships.slice(1), ships.slice(0, -1)])],
  [
    'a handler that removes again what is being removed',
    (kit) =>
      traced(kit, [a, b], (ships) => {
        ships.on('remove', (model: unknown) => ships.remove(model));
        return ships.remove(1);
      }),
  ],
  [
    'a model knows the first collection that it came into, until it leaves',
    (kit) =>
      traced(kit, [a], (ships) => {
        const model = kit.model(b);
        const other = kit.collection([]);
        const seen = (): boolean[] =>
          [ships.at(0), model].map((each) => Reflect.get(each as object, 'collection') === ships);
        ships.add(model);
        other.add(model);
        const inside = seen();
        other.remove(model);
        ships.remove(model);
        return [inside, seen()];
      }),
  ],
  [
    'a model in two collections leaves one of them',
    (kit) =>
      traced(kit, [a], (ships) => {
        const other = kit.collection([]);
        other.add(ships.at(0));
        return [other.remove(1), ships.get(1)];
      }),
  ],
];

const falsy = [undefined, null, false, 0, '', Number.NaN];

/** What becomes of falsy values: lists that are none, and models that are none. */
const emptyPrograms: readonly [what: string, program: (kit: Kit) => unknown][] = falsy.flatMap((value) => {
  const methods = (['add', 'set', 'reset', 'remove', 'push', 'unshift'] as const).flatMap(
    (method): [what: string, program: (kit: Kit) => unknown][] => [
      [`${method} of ${String(value)}`, (kit) => traced(kit, [a], (ships) => ships[method](value))],
      [`${method} of a list with ${String(value)}`, (kit) => traced(kit, [a], (ships) => ships[method]([b, value]))],
    ],
  );
  methods.push([`a collection of ${String(value)}`, (kit) => kit.collection(value as never)]);
  methods.push([`a model of ${String(value)}`, (kit) => kit.model(value as never)]);
  return methods;
});

function traced(
  kit: Kit,
  models: readonly object[],
  call: (ships: ReturnType<Kit['collection']>) => unknown,
  options?: object,
): unknown {
  const ships = kit.collection(models, options);
  const events = logOf(ships);
  const returned = call(ships);
  return { returned, events, left: [...ships.models], length: ships.length };
}

/** `add remove reset set push pop shift unshift sort slice`: results, remains and events are Backbone's. */
export function membershipSuite(harness: Harness): void {
  test.each([...programs, ...emptyPrograms])('%s', (_, program) =>
    withShips(harness, async (harbour) => expectAsBackbone(harbour, program)),
  );

  test('a function as the model of a collection chooses each', () =>
    withShips(harness, async (harbour) =>
      expectAsBackbone(harbour, (kit) => {
        const model = function (attributes: object) {
          return kit.model({ ...attributes, made: 1 });
        };
        const act = (ships: ReturnType<Kit['collection']>): unknown => [
          ships.add([b, {}]),
          ships.set([{ ...b, name: 'merged' }, c]),
          ships.clone(),
        ];
        return traced(kit, [a], act, { model });
      }),
    ));

  test('sort without a comparator throws', () =>
    withShips(harness, async ({ Ships }) => {
      expect(() => new Ships([]).sort()).toThrow('Cannot sort a set without a comparator');
      expect(() => new Ships([], { comparator: false }).sort()).toThrow('Cannot sort a set without a comparator');
    }));

  test('comparator: false switches the sorting of a class off', () =>
    withShips(harness, async ({ Ships }) => {
      const Sorted = Ships.extend({ comparator: 'name' });
      const rows = [{ name: 'b' }, { name: 'a' }];
      expect(new Sorted(rows).pluck('name')).toEqual(['a', 'b']);
      expect(new Sorted(rows, { comparator: false }).pluck('name')).toEqual(['b', 'a']);
    }));

  test('a class may sort by a getter or a static', () =>
    withShips(harness, async ({ Ships }) => {
      class ByGetter extends Ships {
        override get comparator(): string {
          return 'name';
        }
      }
      class ByStatic extends Ships {
        static comparator = 'name';
      }
      for (const Sorted of [ByGetter, ByStatic]) {
        expect(new Sorted([{ name: 'b' }, { name: 'a' }]).pluck('name')).toEqual(['a', 'b']);
        expect(new Sorted([{ name: 'b' }, { name: 'a' }], { comparator: false }).pluck('name')).toEqual(['b', 'a']);
      }
    }));
}
