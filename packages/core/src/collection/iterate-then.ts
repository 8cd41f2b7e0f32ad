import type { CollectionInstance, ModelInstance } from '../instance.js';

type Iterator_ = (this: unknown, model: ModelInstance, index: number, length: number) => unknown;

/** Maps the models through a function that may be asynchronous; resolves with all results, in order. */
export async function mapThen(
  collection: CollectionInstance,
  iterator: Iterator_,
  context?: unknown,
): Promise<unknown[]> {
  const { models } = collection;
  return await Promise.all(models.map((model, i) => iterator.call(context, model, i, models.length)));
}

/** Reduces the models by a function that may be asynchronous, one after another. */
export async function reduceThen(
  collection: CollectionInstance,
  iterator: (this: unknown, memo: unknown, model: ModelInstance, index: number, length: number) => unknown,
  memo: unknown,
  context?: unknown,
): Promise<unknown> {
  const models = [...collection.models];
  let result = await memo;
  const start = memo === undefined ? 1 : 0;
  if (start === 1) result = models[0];
  for (let i = start; i < models.length; i++) {
    result = await iterator.call(context, result, models[i] as ModelInstance, i, models.length);
  }
  return result;
}

/** Calls a method on every model and resolves when all have. */
export async function invokeThen(
  collection: CollectionInstance,
  method: unknown,
  args: readonly unknown[],
): Promise<unknown[]> {
  return await Promise.all(
    collection.models.map((model) => {
      const called =
        typeof method === 'function' ? method : (model as unknown as Record<string, unknown>)[String(method)];
      if (typeof called !== 'function')
        throw new TypeError(`${model.constructor.name} has no method '${String(method)}'`);
      return (called as (...args: readonly unknown[]) => unknown).apply(model, [...args]);
    }),
  );
}
