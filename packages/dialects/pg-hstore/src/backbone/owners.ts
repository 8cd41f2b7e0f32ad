import type { Shelf } from '@shelf/core';
import type { Row, ShelfInternals } from '@shelf/core/inside';
import Backbone from 'backbone';
import { parsePath, type Path } from './path.js';
import { ownerIn, usualColumn } from './place.js';
import { urlOf, type Collection, type Model } from './targets.js';

/** Makes what is added to the collection of `/owners/7/badgers` belong to owner 7. */
export function withOwners(collection: Collection, models: unknown, shelf: () => Shelf): unknown {
  if (models === undefined || models === null) return models;
  const owners = ownersOf(collection, shelf);
  if (owners === undefined) return models;
  return Array.isArray(models)
    ? (models as unknown[]).map((each) => belonging(each, owners))
    : belonging(models, owners);
}

/** Makes models of such a collection belong to them whatever `parse` has made of what was added. */
export function settleOwners(collection: Collection, added: unknown, shelf: () => Shelf): void {
  const owners = ownersOf(collection, shelf);
  if (owners === undefined) return;
  for (const model of (Array.isArray(added) ? added : [added]) as unknown[]) belonging(model, owners);
}

function belonging(given: unknown, owners: Row): unknown {
  if (isModel(given)) {
    given.set(owners);
    return given;
  }
  return typeof given === 'object' && given !== null ? { ...given, ...owners } : given;
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
function knownTable({ table }: Path, shelf: () => Shelf): ReturnType<ShelfInternals['catalogue']['known']> {
  try {
    return (shelf() as unknown as ShelfInternals).catalogue.known(table, undefined);
  } catch {
    // No database is configured yet.
    return undefined;
  }
}
