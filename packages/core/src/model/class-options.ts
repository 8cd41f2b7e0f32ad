import type { ShelfInternals } from '../instance.js';
import { optionAccessors, type Saying } from './statics.js';

/**
 * Gives a shelf's model classes further options, for a plugin: each may be said as a static, in `extend`, by a getter or on an
 * instance, as core's own may.
 *
 * @param getters for each option a getter that reads the static of that name
 * @param own those that `new Model(attributes, options)` takes as well
 */
export function addClassOptions(
  { Model, classOptions }: ShelfInternals,
  getters: object & ThisType<Saying>,
  own: readonly string[] = [],
): void {
  Object.defineProperties(Model.prototype, optionAccessors(getters));
  classOptions.said.push(...Object.keys(getters));
  classOptions.own.push(...own);
}
