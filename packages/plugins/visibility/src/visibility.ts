import { checkOptions, type NoOptions, type Plugin, type Shelf } from '@shelf/core';
import { addClassOptions, type ShelfInternals } from '@shelf/core/inside';
import { show } from './show.js';

/**
 * Makes the plugin that gives model classes the options `hidden` and `visible`: which members their JSON has.
 *
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [visibility()] });
 * class User extends db.Model {
 *   static tableName = 'users';
 *   static hidden = ['password'];
 * }
 */
export function visibility(none?: NoOptions): Plugin {
  checkOptions('visibility()', none, []);
  return {
    name: '@shelf/visibility',
    callOptions: ['hidden', 'visible', 'visibility'],
    options: [],
    install(shelf: Shelf) {
      const { Model, instanceOptions } = shelf as unknown as ShelfInternals;
      addClassOptions(Model, {
        get hidden() {
          return this.constructor['hidden'];
        },
        get visible() {
          return this.constructor['visible'];
        },
      });
      instanceOptions.push('hidden', 'visible');
      shelf.stage('show', show);
    },
  };
}
