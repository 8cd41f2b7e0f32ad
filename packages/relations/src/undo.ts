import {
  checkpointOf,
  keepModels,
  own,
  transactionStateOf,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
} from '@shelf/core/inside';
import { isCollection, type Related } from './binding.js';
import { keepPivot } from './pivot/pivot.js';
import { isUnloaded } from './strict.js';

/** Has a rollback of a call's transaction put back what a related model or collection is now. */
export function keepRelated(related: Related, options: CallOptions | undefined): void {
  if (isCollection(related)) return keepCollection(related, options);
  const state = transactionStateOf(related.shelf, options ?? {});
  if (state === undefined) return;
  keepPivot(related, state);
  state.touch(related, checkpointOf(related));
}

/** One that has not been loaded and says so when it is read has no models to put back. */
function keepCollection(collection: CollectionInstance, options: CallOptions | undefined): void {
  if (!isUnloaded(collection)) return keepModels(collection, options);
  transactionStateOf(collection.shelf, options ?? {})?.keep(collection, () => () => {
    if (!isUnloaded(collection)) collection.reset([], { silent: true });
  });
}

/** Has a rollback of a call's transaction put back what is loaded into models now. */
export function keepRelations(models: readonly ModelInstance[], names: Iterable<string>, options: CallOptions): void {
  const [first] = models;
  const state = first && transactionStateOf(first.shelf, options);
  if (state === undefined) return;
  const kept = [...names];
  state.keep({}, () => {
    const before = models.map((model) => kept.map((name) => own(model._extra?.relations ?? {}, name)));
    return () => {
      for (const [i, model] of models.entries()) {
        for (const [n, name] of kept.entries()) {
          const related = before[i]?.[n];
          if (related === undefined) delete model.relations[name];
          else model.relations[name] = related;
        }
      }
    };
  });
}
