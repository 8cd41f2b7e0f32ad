import { checkOptions, InvalidValueError, type Plugin, type Shelf } from '@shelf/core';
import {
  addClassOptions,
  addClassScope,
  addOwnOptions,
  attributeOf,
  own,
  type CallOptions,
  type ModelInstance,
  type ShelfInternals,
} from '@shelf/core/inside';
import { destroySoftly } from './destroy.js';
import { restore } from './restore.js';
import { scopeOf } from './scope.js';
import { settingsReader, type SettingsOf } from './settings.js';
import type { SoftDeleteOptions } from './types.js';

/**
 * Makes the plugin that lets model classes delete softly: `destroy` marks a row, reads leave it out, `restore` brings it back.
 *
 * @param options `column`: the column that holds when a row was deleted, `deleted_at` when left out
 * @throws InvalidValueError when `column` is no name
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [softDelete()] });
 * class User extends db.Model { static tableName = 'users'; static softDelete = true; }
 */
export function softDelete(options: SoftDeleteOptions = {}): Plugin {
  checkOptions('softDelete()', options, ['column']);
  const { column = 'deleted_at' } = options;
  if (typeof column !== 'string' || column === '')
    throw new InvalidValueError(`softDelete: \`column\` is the name of a column, not ${JSON.stringify(column)}`);
  return {
    name: '@shelf/soft-delete',
    callOptions: ['withDeleted', 'onlyDeleted', 'hardDelete'],
    options: [],
    install(shelf: Shelf) {
      const { Model } = shelf as unknown as ShelfInternals;
      const settingsOf = settingsReader(column);
      addClassOptions(Model, {
        get softDelete() {
          return this.constructor['softDelete'];
        },
      });
      addClassScope(Model, (model) => {
        const settings = settingsOf(model);
        return settings && scopeOf(settings);
      });
      addOwnOptions(shelf, ['onlyDeleted', 'hardDelete']);
      addMethods(Model.prototype as Destroyed, settingsOf);
    },
  };
}

type Destroyed = ModelInstance & { destroy(options?: CallOptions): Promise<ModelInstance> };

function addMethods(prototype: Destroyed, settingsOf: SettingsOf): void {
  const { destroy } = prototype;
  const methods = {
    // Async, so that a class which says something wrong rejects.
    async destroy(this: Destroyed, options?: CallOptions) {
      const settings = options?.['hardDelete'] === true ? undefined : settingsOf(this);
      return settings === undefined
        ? await destroy.call(this, options)
        : await destroySoftly(this, settings, settingsOf, options ?? {});
    },
    restore(this: ModelInstance, options?: CallOptions) {
      return restore(this, settingsOf, options);
    },
    isDeleted(this: ModelInstance) {
      const settings = settingsOf(this);
      if (settings === undefined) return false;
      const deleted = own(this._row, attributeOf(this, settings.column));
      return deleted !== undefined && deleted !== null;
    },
  };
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}
