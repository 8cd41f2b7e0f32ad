import type { CallOptions, CollectionInstance, ShelfInternals } from '@shelf/core/inside';
import { batching } from '../batch.js';
import { bindingOf } from '../binding.js';
import { loadInto } from '../eager/call.js';
import { attach } from '../pivot/attach.js';
import { creating } from '../pivot/create.js';
import { detach } from '../pivot/detach.js';
import { syncPivot } from '../pivot/sync.js';
import { updatePivot } from '../pivot/update.js';
import { ownQueryOf } from '../related.js';
import { scopeOf } from '../scope.js';
import { chained } from './chained.js';
import { hidden } from './model.js';
import { narrowing } from './narrowing.js';

const methods: ThisType<CollectionInstance> & object = {
  ...chained,
  ...narrowing,

  async load(relations: unknown, options?: CallOptions) {
    await loadInto(this.shelf, this.models, relations, options ?? {}, this);
    return this;
  },
  attach(given: unknown, options?: CallOptions) {
    return attach(this, given, options);
  },
  detach(...args: unknown[]) {
    return detach(this, args);
  },
  updatePivot(attributes: unknown, options?: CallOptions) {
    return updatePivot(this, attributes, options);
  },
  syncPivot(given: unknown, options?: CallOptions) {
    return syncPivot(this, given, options);
  },
};

/** Where a collection keeps its query. */
interface Asking {
  _asked: CollectionInstance['_query'];
}

type Create = Parameters<typeof creating>[0];

/** Gives a shelf's collections what related ones can do. */
export function extendCollection({ Collection }: ShelfInternals): void {
  const { prototype } = Collection;
  const { fetch } = prototype;
  const { create } = prototype as unknown as { readonly create: Create };
  Object.defineProperties(prototype, hidden({ ...methods, create: creating(create), fetch: batching(fetch) }));
  // Undefined where nothing is asked for but the relation: its method's own query holds for each call.
  Object.defineProperty(prototype, '_query', {
    get(this: CollectionInstance & Asking) {
      return (this._asked ??= bindingOf(this)?.relation.hasQuery === true ? ownQueryOf(this) : undefined);
    },
    set(this: Asking, query: Asking['_asked']) {
      this._asked = query;
    },
    configurable: true,
  });
  const scopes = Object.getOwnPropertyDescriptor(prototype, 'scopes') as PropertyDescriptor;
  Object.defineProperty(prototype, 'scopes', {
    ...scopes,
    get(this: CollectionInstance) {
      const own = scopes.get?.call(this) as CollectionInstance['scopes'];
      const binding = bindingOf(this);
      return binding === undefined ? own : [...own, scopeOf(binding)];
    },
  });
}
