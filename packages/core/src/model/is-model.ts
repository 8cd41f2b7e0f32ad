import type { ModelInstance } from '../instance.js';

/** Says whether a value is a model, of whatever shelf. Asked of its class, since a hash may have attributes of any name. */
export function isModel(value: unknown): value is ModelInstance {
  if (typeof value !== 'object' || value === null || !('_row' in value)) return false;
  const Model: unknown = (value as Partial<ModelInstance>).shelf?.Model;
  return typeof Model === 'function' && value instanceof Model;
}
