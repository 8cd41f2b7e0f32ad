import { checkOptions, InvalidValueError, type Plugin, type Shelf } from '@shelf/core';
import type { ShelfInternals } from '@shelf/core/inside';
import { extendCollection } from './install/collection.js';
import { extendModel } from './install/model.js';
import { registerStages } from './install/stages.js';
import { setSettings } from './settings.js';
import type { RelationsOptions } from './types/index.js';

/**
 * Makes the plugin that gives a shelf's models their relations.
 *
 * @param options `batch: false` has each `related(name).fetch()` run its own query; `strictLoading` says what happens
 * when a relation is read that was not loaded: `'throw'` or `'warn'`
 * @throws InvalidValueError when an option has a value that it does not know
 * @example
 * const db = createShelf({ dialect: sqlite({ filename: 'app.db' }), plugins: [relations()] });
 */
export function relations(options: RelationsOptions = {}): Plugin {
  checkOptions('relations()', options, ['batch', 'strictLoading']);
  const { batch = true, strictLoading } = options;
  if (strictLoading !== undefined && strictLoading !== 'throw' && strictLoading !== 'warn')
    throw new InvalidValueError(`strictLoading is 'throw' or 'warn', not '${String(strictLoading)}'`);
  return {
    name: '@shelf/relations',
    callOptions: ['withRelated', 'withCount', 'batch'],
    options: [],
    install(shelf: Shelf) {
      const internals = shelf as unknown as ShelfInternals;
      setSettings(internals, { batch, strictLoading });
      extendModel(internals);
      extendCollection(internals);
      registerStages(internals);
    },
  };
}
