import type { ModelClass, ShelfInternals } from '@shelf/core/inside';

/** What a class of Backbone models says of its rows. */
export interface Declares {
  readonly idAttribute: string;
  /** The column that holds the attributes without a column; false for none. */
  readonly dynamicColumn?: string | false | undefined;
  /** The types of such attributes. */
  readonly casts?: Readonly<Record<string, string>> | undefined;
}

const classes = new WeakMap<ShelfInternals, WeakMap<Declares, Map<string, ModelClass>>>();

/** The class of Shelf's models that stands for a class of Backbone's, given by its prototype, in one database and under one key. */
export function recordClass(shelf: ShelfInternals, prototype: Declares, idAttribute: string): ModelClass {
  let known = classes.get(shelf);
  if (known === undefined) classes.set(shelf, (known = new WeakMap()));
  let byKey = known.get(prototype);
  if (byKey === undefined) known.set(prototype, (byKey = new Map()));
  let Record = byKey.get(idAttribute);
  if (Record === undefined) byKey.set(idAttribute, (Record = makeClass(shelf, prototype, idAttribute)));
  return Record;
}

function makeClass({ Model }: ShelfInternals, { dynamicColumn, casts }: Declares, idAttribute: string): ModelClass {
  const { extend } = Model as unknown as { extend(this: ModelClass, proto: object): ModelClass };
  return extend.call(Model, {
    idAttribute,
    ...(dynamicColumn === undefined ? {} : { dynamicColumn }),
    ...(casts === undefined ? {} : { casts }),
  });
}
