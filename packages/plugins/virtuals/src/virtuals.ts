import { checkOptions, type NoOptions, type Plugin, type Shelf } from '@shelf/core';
import { addClassOptions, type ShelfInternals } from '@shelf/core/inside';
import { extendCollection } from './collection.js';
import { declareNone } from './declared.js';
import { extendModel } from './model.js';
import { registerStages } from './stages.js';

/**
 * Makes the plugin that gives model classes the option `virtuals`: properties that are computed, and never stored.
 *
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [virtuals()] });
 * class User extends db.Model {
 *   static tableName = 'users';
 *   static virtuals = ['fullName'];
 *   get fullName() {
 *     return `${this.get('first')} ${this.get('last')}`;
 *   }
 * }
 */
export function virtuals(none?: NoOptions): Plugin {
  checkOptions('virtuals()', none, []);
  return {
    name: '@shelf/virtuals',
    callOptions: ['virtuals'],
    options: [],
    install(shelf: Shelf) {
      const internals = shelf as unknown as ShelfInternals;
      addClassOptions(internals.Model, {
        get virtuals() {
          return this.constructor['virtuals'];
        },
        get outputVirtuals() {
          return this.constructor['outputVirtuals'];
        },
      });
      declareNone(internals.Model);
      extendModel(internals);
      extendCollection(internals);
      registerStages(internals);
    },
  };
}
