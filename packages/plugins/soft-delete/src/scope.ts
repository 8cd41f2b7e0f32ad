import type { Scope } from '@shelf/core';
import type { Settings } from './settings.js';

const scopes = new WeakMap<Settings, Scope>();

/** The rows of a soft-deleting class that a call sees: those that are there, unless it asks for others. */
export function scopeOf(settings: Settings): Scope {
  let scope = scopes.get(settings);
  if (scope === undefined) scopes.set(settings, (scope = makeScope(settings)));
  return scope;
}

function makeScope({ column }: Settings): Scope {
  return {
    name: 'soft delete',
    constrain(query, { table, options }) {
      const name = `${table}.${column}`;
      if (options['onlyDeleted'] === true) void query.whereNotNull(name);
      else if (options['withDeleted'] !== true && options['hardDelete'] !== true) void query.whereNull(name);
    },
  };
}

/** Narrows one statement to the rows that are marked, whatever its call sees. */
export function marked(column: string): Scope {
  return {
    name: 'soft delete of rows that are deleted',
    constrain(query, { table }) {
      void query.whereNotNull(`${table}.${column}`);
    },
  };
}

/** Narrows one statement to the rows that are not marked, whatever its call sees. */
export function unmarked(column: string): Scope {
  return {
    name: 'soft delete of rows that are there',
    constrain(query, { table }) {
      void query.whereNull(`${table}.${column}`);
    },
  };
}
