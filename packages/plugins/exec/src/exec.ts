import { checkOptions, type NoOptions, type Plugin, type Shelf } from '@shelf/core';
import { copyOfBluebird } from './bluebird.js';
import { chaining } from './chained.js';
import { COLLECTION, COLLECTION_CLASS, MODEL, MODEL_CLASS, SHELF } from './methods.js';

/**
 * Makes the plugin that gives the promises of a shelf callbacks and Bluebird's chain.
 *
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [relations(), exec()] });
 * new Author({ id: 1 }).fetch().exec((error, author) => { … });
 */
export function exec(none?: NoOptions): Plugin {
  checkOptions('exec()', none, []);
  return {
    name: '@shelf/exec',
    options: [],
    install(shelf: Shelf) {
      const chained = chaining(copyOfBluebird());
      const wrapped = new WeakSet();
      const wrapAll = (): void => {
        wrap(shelf, SHELF);
        wrap(shelf.Model, MODEL_CLASS);
        wrap(shelf.Model.prototype as object, MODEL);
        wrap(shelf.Collection, COLLECTION_CLASS);
        wrap(shelf.Collection.prototype as object, COLLECTION);
      };
      const wrap = (target: object, names: readonly string[]): void => {
        for (const name of names) {
          const descriptor = Object.getOwnPropertyDescriptor(target, name);
          const method: unknown = descriptor?.value;
          if (typeof method !== 'function' || wrapped.has(method)) continue;
          const wrapper = function (this: unknown, ...args: unknown[]): unknown {
            return chained(method.apply(this, args));
          };
          wrapped.add(wrapper);
          Object.defineProperty(wrapper, 'name', { value: name });
          Object.defineProperty(target, name, { ...descriptor, value: wrapper });
        }
      };
      wrapAll();
      // What a plugin installed later adds or replaces.
      shelf.on('plugin', wrapAll);
      // What a class overrides may be `async`, and returns a promise of its own then.
      const base = shelf.Model.prototype as object;
      shelf.stage('class', (Class) => {
        for (let each = Class.prototype as object; each !== base; each = Object.getPrototypeOf(each) as object)
          wrap(each, MODEL);
      });
    },
  };
}
