import type { Shelf } from '@shelf/core';
import type { Row, ShelfInternals, Table } from '@shelf/core/inside';
import Backbone from 'backbone';
import { parsePath, type Path } from './path.js';
import { ownerIn, usualColumn } from './place.js';
import { urlOf, type Collection, type Model } from './targets.js';

/** Makes what is added to the collection of `/owners/7/badgers` belong to owner 7. */
export class Owners {
  readonly #shelf: () => Shelf;
  /** Those of collections to which something is being added; null where it is theirs already. */
  readonly #adding: WeakMap<Collection, Row | null> = new WeakMap();

  constructor(shelf: () => Shelf) {
    this.#shelf = shelf;
  }

  /**
   * Adds models to a collection.
   *
   * @param read whether they are rows that were read, by the collection's own url
   */
  during<T>(collection: Collection, read: boolean, add: () => T): T {
    const before = this.#adding.get(collection);
    this.#adding.set(collection, read ? null : (this.#of(collection) ?? null));
    try {
      return add();
    } finally {
      if (before === undefined) this.#adding.delete(collection);
      else this.#adding.set(collection, before);
    }
  }

  /** What was given to be added, each hash with the owners: models that are there already take them over too. */
  given(collection: Collection, models: unknown): unknown {
    const owners = this.#of(collection);
    if (owners === undefined) return models;
    const belonging = (each: unknown): unknown =>
      typeof each === 'object' && each !== null && !isModel(each) ? { ...each, ...owners } : each;
    return Array.isArray(models) ? (models as unknown[]).map(belonging) : belonging(models);
  }

  /** Gives a model its owners. */
  own(collection: Collection, model: Model, options: object | undefined): void {
    const owners = this.#of(collection);
    if (owners !== undefined) model.set(owners, options);
  }

  #of(collection: Collection): Row | undefined {
    const adding = this.#adding.get(collection);
    return adding === undefined ? ownersOf(collection, this.#shelf) : (adding ?? undefined);
  }
}

function isModel(value: unknown): value is Model {
  return value instanceof (Backbone.Model as unknown as new () => object);
}

/** The ids of a collection's parents by column; undefined where it has none. */
function ownersOf(collection: Collection, shelf: () => Shelf): Row | undefined {
  const path = pathOf(collection);
  if (path === undefined || path.parents.length === 0) return undefined;
  const table = knownTable(path, shelf);
  return Object.fromEntries(
    path.parents.map((parent) => [
      table === undefined ? usualColumn(parent.table) : ownerIn(table, parent).column,
      /^(?:0|[1-9]\d{0,14})$/.test(parent.id) ? Number(parent.id) : parent.id,
    ]),
  );
}

/** A collection may be used without a table; a url that is none is refused when it is to be reached. */
function pathOf(collection: Collection): Path | undefined {
  try {
    const url = urlOf(collection);
    return url === undefined ? undefined : parsePath(url);
  } catch {
    return undefined;
  }
}

/** The table, if it has been looked at already: there is no waiting for it here. */
function knownTable({ table }: Path, shelf: () => Shelf): Table | undefined {
  try {
    return (shelf() as unknown as ShelfInternals).catalogue.in(undefined).known(table, undefined);
  } catch {
    // No database is configured yet.
    return undefined;
  }
}
