import { checkOptions, type NoOptions, type Plugin, type Shelf } from '@shelf/core';
import type { CollectionClass, ModelClass, ShelfInternals } from '@shelf/core/inside';
import { addTargetResolver } from '@shelf/relations';
import { entry } from './entry.js';
import { isA } from './is-a.js';
import { Names } from './names.js';

/**
 * Makes the plugin that has a shelf know its models and collections by name, so that files may refer to each other in any order.
 *
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [relations(), registry()] });
 * db.model('Author', class extends db.Model { … });
 */
export function registry(none?: NoOptions): Plugin {
  checkOptions('registry()', none, []);
  return {
    name: '@shelf/registry',
    options: [],
    install(shelf: Shelf) {
      const { Model, Collection } = shelf as unknown as ShelfInternals;
      const names = new Names({
        resolve: (name) => shelf.resolve(name),
        owns: (value) => isA(Model, value) || isA(Collection, value),
      });
      Object.assign(shelf, {
        model: entry<ModelClass>(names, { what: 'model', Base: Model, property: 'Model' }),
        collection: entry<CollectionClass>(names, { what: 'collection', Base: Collection, property: 'Collection' }),
        resolve() {},
      });
      addTargetResolver(shelf, (target) => (typeof target === 'string' ? names.find(target) : undefined));
    },
  };
}
