import { isSynced, own, type ModelInstance } from '@shelf/core/inside';
import { bindingOf } from './binding.js';

/** A relation of a model that leads to one row. */
export interface Way {
  readonly parent: ModelInstance;
  readonly name: string;
  /** Whether models of other parents share the row's model, so that it must stay that row's. */
  readonly shared: boolean;
}

/** Loaded models that are no parent's own, by the parent from whom somebody has had them last: models that were loaded together share them. */
const askedFor = new WeakMap<ModelInstance, Way>();

/** Remembers from which parent somebody has a loaded model. */
export function rememberAsked(related: ModelInstance, parent: ModelInstance, name: string): void {
  const before = askedFor.get(related);
  if (before === undefined) askedFor.set(related, { parent, name, shared: false });
  else if (before.parent !== parent) askedFor.set(related, { parent, name, shared: true });
}

/** The relation along which a loaded model was reached, while its parent still has it there. */
export function wayTo(related: ModelInstance): Way | undefined {
  if (!isSynced(related)) return undefined;
  const way = askedFor.get(related) ?? ownWayTo(related);
  return way !== undefined && own(way.parent._extra?.relations ?? {}, way.name) === related ? way : undefined;
}

function ownWayTo(related: ModelInstance): Way | undefined {
  const { parent, relation } = bindingOf(related) ?? {};
  if (parent === undefined || relation?.name === undefined) return undefined;
  return { parent, name: relation.name, shared: false };
}
