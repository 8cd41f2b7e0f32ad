import type { Plugin, Shelf } from '@shelf/core';
import { addClassOptions, type ModelInstance, type ShelfInternals } from '@shelf/core/inside';
import { namingReader } from './settings.js';
import type { CaseConverterOptions } from './types.js';

/**
 * Makes the plugin that has models say `createdAt` where their tables say `created_at`: in attributes, conditions, relations, JSON.
 *
 * @param options `attribute` and `column`: other functions than `camelCase` and `snakeCase`
 * @throws InvalidValueError when an option is no function
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [caseConverter()] });
 * class User extends db.Model { static tableName = 'users'; static hasTimestamps = true; }
 * await User.where({ firstName: 'Ada' }).orderBy('createdAt').fetchAll();
 */
export function caseConverter(options: CaseConverterOptions = {}): Plugin {
  const namingOf = namingReader(options);
  return {
    name: '@shelf/case-converter',
    options: [],
    install(shelf: Shelf) {
      const { Model } = shelf as unknown as ShelfInternals;
      addClassOptions(Model, {
        get caseConverter() {
          return this.constructor['caseConverter'];
        },
      });
      Object.defineProperty(Model.prototype, '_naming', {
        get(this: ModelInstance) {
          return namingOf(this);
        },
        configurable: true,
      });
    },
  };
}
