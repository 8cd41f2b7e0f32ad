import type { CallOptions, ModelInstance, ShelfInternals } from '@shelf/core/inside';
import { countingRelated } from '../again.js';
import { fetchingAgain } from '../batch.js';
import { loadInto } from '../eager/call.js';
import * as kinds from '../kinds/index.js';
import type { Kind } from '../kinds/kind.js';
import { pivotOf, replacePivot } from '../pivot/pivot.js';
import { relate, related } from '../related.js';
import { chained } from './chained.js';
import { narrowing, narrowingStatics } from './narrowing.js';

type Count = Parameters<typeof countingRelated>[0];
type Declare = (owner: ModelInstance, ...args: readonly unknown[]) => Kind;

/** The methods that declare relations, one for each kind. */
const declaring = Object.fromEntries(
  Object.entries(kinds).map(([name, kind]) => [
    name,
    function (this: ModelInstance, ...args: unknown[]) {
      return relate(this, (kind as Declare)(this, ...args));
    },
  ]),
);

const methods: ThisType<ModelInstance> & object = {
  ...declaring,
  ...chained,
  ...narrowing,

  related(name: unknown) {
    return related(this, name);
  },
  async load(relations: unknown, options?: CallOptions) {
    await loadInto(this.shelf, [this], relations, options ?? {});
    return this;
  },
  get pivot() {
    return pivotOf(this);
  },
  set pivot(pivot: ModelInstance | undefined) {
    replacePivot(this, pivot);
  },
};

/** Gives a shelf's models their relations. */
export function extendModel({ Model }: ShelfInternals): void {
  Object.defineProperties(Model.prototype, hidden(methods));
  Object.defineProperties(Model, hidden(narrowingStatics));
  const { fetch, count } = Model.prototype as typeof Model.prototype & { readonly count: Count };
  Object.defineProperties(Model.prototype, hidden({ fetch: fetchingAgain(fetch), count: countingRelated(count) }));
}

/** The descriptors of methods, as those of a class are. */
export function hidden(members: object): PropertyDescriptorMap {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(members));
  return Object.fromEntries(descriptors.map(([name, each]) => [name, { ...each, enumerable: false }]));
}
