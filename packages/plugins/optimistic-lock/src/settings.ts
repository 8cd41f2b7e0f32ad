import { InvalidValueError } from '@shelf/core';
import { attributeFor, type ModelInstance } from '@shelf/core/inside';

/** The column of the version that a model's class says; undefined where it says none. */
export function columnOf(model: ModelInstance): string | undefined {
  const said = (model as { readonly optimisticLock?: unknown }).optimisticLock;
  if (said === undefined || said === false || said === null) return undefined;
  if (said === true) return attributeFor(model, 'version');
  if (typeof said === 'string' && said !== '') return attributeFor(model, said);
  const { name } = model.constructor;
  throw new InvalidValueError(`${name}: optimisticLock is true, or the name of a column`, { model: name });
}
