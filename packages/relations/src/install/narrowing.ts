import { defer, type ModelClass } from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Related } from '../binding.js';
import { existenceFrom } from '../existence.js';

function narrow<R extends Related>(target: R, name: unknown, constraint: unknown, wanted: boolean): R {
  const existence = existenceFrom(target, name, constraint, wanted);
  target.query((builder: Knex.QueryBuilder) => defer(builder, existence));
  return target;
}

/** What narrows a query by related rows: on models and collections alike. */
export const narrowing: ThisType<Related> & object = {
  whereHas(name: unknown, constraint?: unknown) {
    return narrow(this, name, constraint, true);
  },
  whereDoesntHave(name: unknown, constraint?: unknown) {
    return narrow(this, name, constraint, false);
  },
};

/** The same on model classes, for a query of all rows. */
export const narrowingStatics: ThisType<ModelClass> & object = {
  whereHas(name: unknown, constraint?: unknown) {
    return narrow(this.forge(), name, constraint, true);
  },
  whereDoesntHave(name: unknown, constraint?: unknown) {
    return narrow(this.forge(), name, constraint, false);
  },
};
