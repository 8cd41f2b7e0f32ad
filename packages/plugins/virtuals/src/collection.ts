import { isModel, type CollectionInstance, type ModelInstance, type ShelfInternals } from '@shelf/core/inside';
import { virtualsOf } from './declared.js';

/** Functions that take attributes to match; `where` and `findWhere` call these. */
const MATCHING = [
  'find',
  'detect',
  'findIndex',
  'findLastIndex',
  'filter',
  'select',
  'reject',
  'partition',
  'every',
  'all',
  'some',
  'any',
] as const;

type Match = (this: CollectionInstance, predicate: unknown, context?: unknown) => unknown;

/** Has a shelf's collections match virtuals as they do attributes. */
export function extendCollection({ Collection: { prototype } }: ShelfInternals): void {
  for (const name of MATCHING) {
    const match = (prototype as unknown as Record<string, Match>)[name] as Match;
    const value: Match = function (predicate, context) {
      return match.call(this, matcher(this, predicate), context);
    };
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}

/** A function in the place of attributes of which one is a virtual. */
function matcher({ models }: CollectionInstance, predicate: unknown): unknown {
  if (typeof predicate !== 'object' || predicate === null || isModel(predicate)) return predicate;
  const wanted = Object.entries(predicate);
  const computed = models.some((model) => wanted.some(([name]) => virtualsOf(model)?.has(name) === true));
  if (!computed) return predicate;
  return (model: ModelInstance) => wanted.every(([name, value]) => has(model, name) && model.get(name) === value);
}

function has(model: ModelInstance, name: string): boolean {
  return virtualsOf(model)?.has(name) === true || Object.hasOwn(model._row, name);
}
