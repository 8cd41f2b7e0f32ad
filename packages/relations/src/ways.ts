import { isModel, isSynced, own, type ModelInstance } from '@shelf/core/inside';
import { bindingOf } from './binding.js';

/** A relation of a model that leads to one row. */
export interface Way {
  readonly parent: ModelInstance;
  readonly name: string;
}

/** Loaded models by the parent from whom somebody has had them last: models that were loaded together share them. */
const askedFor = new WeakMap<ModelInstance, Way>();

/** Remembers from which parent somebody has a loaded model. */
export function rememberAsked(related: unknown, parent: ModelInstance, name: string): void {
  if (!isModel(related) || !isSynced(related)) return;
  const way = askedFor.get(related);
  if (bindingOf(related)?.parent === parent) {
    if (way !== undefined) askedFor.delete(related);
  } else if (way?.parent !== parent || way.name !== name) askedFor.set(related, { parent, name });
}

/** The relation along which a loaded model was reached, while its parent still has it there. */
export function wayTo(related: ModelInstance): Way | undefined {
  if (!isSynced(related)) return undefined;
  const asked = askedFor.get(related);
  const { parent, relation } = bindingOf(related) ?? {};
  const way = asked ?? (parent && relation?.name !== undefined ? { parent, name: relation.name } : undefined);
  return way !== undefined && own(way.parent._extra?.relations ?? {}, way.name) === related ? way : undefined;
}
