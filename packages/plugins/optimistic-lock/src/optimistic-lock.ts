import { checkOptions, type NoOptions, type Plugin, type Scope, type Shelf } from '@shelf/core';
import {
  addClassOptions,
  addClassScope,
  attributeOf,
  own,
  type CallOptions,
  type ModelInstance,
  type ShelfInternals,
} from '@shelf/core/inside';
import { guarded } from './guard.js';
import { columnOf } from './settings.js';

/**
 * Makes the plugin that lets model classes refuse saves and deletes that lost a race: a column counts how often a row was written,
 * and a model whose row was written since it was fetched is stale.
 *
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [optimisticLock()] });
 * class Book extends db.Model { static tableName = 'books'; static optimisticLock = true; }
 */
export function optimisticLock(none?: NoOptions): Plugin {
  checkOptions('optimisticLock()', none, []);
  return {
    name: '@shelf/optimistic-lock',
    callOptions: ['checkVersion'],
    options: [],
    install(shelf: Shelf) {
      const { Model } = shelf as unknown as ShelfInternals;
      addClassOptions(Model, {
        get optimisticLock() {
          return this.constructor['optimisticLock'];
        },
      });
      const scopes = new Map<string, Scope>();
      addClassScope(Model, (model) => {
        const column = columnOf(model);
        if (column === undefined) return undefined;
        let scope = scopes.get(column);
        if (scope === undefined) scopes.set(column, (scope = counting(column)));
        return scope;
      });
      const { sync } = Model.prototype;
      Object.defineProperty(Model.prototype, 'sync', {
        value(this: ModelInstance, options: CallOptions = {}) {
          const made = sync.call(this, options);
          const column = columnOf(this);
          return column === undefined ? made : guarded(made, this, column, options);
        },
        writable: true,
        configurable: true,
      });
    },
  };
}

/** Rows begin with version 1, unless they are given another, and every update counts it up. */
function counting(column: string): Scope {
  return {
    name: 'optimistic lock',
    increment: [column],
    stamp(attributes, { target }) {
      const attribute = attributeOf(target as ModelInstance, column);
      return { [attribute]: own(attributes, attribute) ?? 1 };
    },
  };
}
