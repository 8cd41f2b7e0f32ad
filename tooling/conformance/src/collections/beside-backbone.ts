import Backbone from 'backbone';
import type { Harbour } from './ships.js';

/** A model, as far as Backbone's and Shelf's are alike. */
export interface CommonModel {
  readonly cid: string;
  id: unknown;
  get(name: string): unknown;
  set(attributes: object): unknown;
}

/** A collection, as far as Backbone's and Shelf's are alike. */
export type CommonCollection = Iterable<CommonModel> & {
  readonly length: number;
  readonly models: readonly CommonModel[];
} & {
  [method in CommonMethod]: (...args: unknown[]) => unknown;
};

type CommonMethod =
  | 'add'
  | 'remove'
  | 'reset'
  | 'set'
  | 'push'
  | 'pop'
  | 'unshift'
  | 'shift'
  | 'slice'
  | 'sort'
  | 'pluck'
  | 'get'
  | 'has'
  | 'at'
  | 'where'
  | 'findWhere'
  | 'clone'
  | 'toJSON'
  | 'on'
  | 'off'
  | 'invoke'
  | 'chain'
  | 'map'
  | 'first';

/** The two libraries as one small program sees them. */
export interface Kit {
  readonly name: 'backbone' | 'shelf';
  model(attributes: object): CommonModel;
  collection(models?: readonly unknown[], options?: object): CommonCollection;
}

const backboneKit: Kit = {
  name: 'backbone',
  model: (attributes) => new Backbone.Model(attributes),
  collection: (models, options) => new Backbone.Collection(models as object[], options) as unknown as CommonCollection,
};

function shelfKit({ Ship, Ships }: Harbour): Kit {
  return {
    name: 'shelf',
    model: (attributes) => new Ship(attributes),
    collection: (models, options) => new Ships(models as object[] | undefined, options) as unknown as CommonCollection,
  };
}

/** Runs the same program on Shelf and on Backbone 1.6 and expects the same result, models shown by their attributes. */
export function expectAsBackbone(harbour: Harbour, program: (kit: Kit) => unknown): void {
  const [ours, theirs] = [shelfKit(harbour), backboneKit].map((kit) => show(program(kit)));
  expect(ours).toEqual(theirs);
  // A program that yields nothing would compare nothing.
  expect(ours).not.toBe('undefined');
}

/** Writes down every event of a collection with its arguments. */
export function logOf(collection: CommonCollection): unknown[] {
  const log: unknown[] = [];
  collection.on('all', (event: unknown, ...args: unknown[]) => {
    // Backbone has an event per attribute too; Shelf has `change` alone.
    if (!String(event).startsWith('change:')) log.push([event, ...args.map(show)]);
  });
  return log;
}

/** A value as plain data: models as their attributes, collections as the list of their models. */
function show(value: unknown): unknown {
  if (value === undefined) return 'undefined';
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(show);
  if ('models' in value) return { collection: show(value.models) };
  if ('cid' in value) return { model: show((value as unknown as { toJSON(): unknown }).toJSON()) };
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, show(each)]));
}
