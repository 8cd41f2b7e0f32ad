import { keyOf, type Key } from '../key.js';
import type { CollectionInstance, ModelInstance } from '../instance.js';
import { readId } from '../model/attributes.js';
import { extraOf } from '../model/state.js';

/**
 * Finds a collection's models by key. It is built when it is first asked, so that a fetched collection that is only
 * read pays nothing, and it is a Map, so that the id `constructor` is an id like any other.
 */
export class KeyMap {
  private readonly byKey = new Map<Key, ModelInstance>();
  private readonly keys = new Map<ModelInstance, Key | undefined>();

  constructor(models: readonly ModelInstance[]) {
    for (const model of models) this.add(model);
  }

  add(model: ModelInstance): void {
    const key = keyOf(readId(model));
    this.keys.set(model, key);
    // Of two models with one id the first is found.
    if (key !== undefined && !this.byKey.has(key)) this.byKey.set(key, model);
    (extraOf(model).holders ??= new Set()).add(this);
  }

  remove(model: ModelInstance): void {
    this.unlink(model);
    this.keys.delete(model);
    model._extra?.holders?.delete(this);
  }

  /** Called by a model whose id has changed. */
  rekey(model: ModelInstance): void {
    this.unlink(model);
    const key = keyOf(readId(model));
    this.keys.set(model, key);
    if (key !== undefined && !this.byKey.has(key)) this.byKey.set(key, model);
  }

  has(model: ModelInstance): boolean {
    return this.keys.has(model);
  }

  byId(id: unknown): ModelInstance | undefined {
    const key = keyOf(id);
    return key === undefined ? undefined : this.byKey.get(key);
  }

  byCid(cid: string): ModelInstance | undefined {
    for (const model of this.keys.keys()) if (model._extra?.cid === cid) return model;
    return undefined;
  }

  clear(): void {
    for (const model of this.keys.keys()) model._extra?.holders?.delete(this);
  }

  private unlink(model: ModelInstance): void {
    const key = this.keys.get(model);
    if (key === undefined || this.byKey.get(key) !== model) return;
    this.byKey.delete(key);
    // Another model may have waited behind this one under the same id.
    for (const [other, otherKey] of this.keys) {
      if (otherKey === key && other !== model) {
        this.byKey.set(key, other);
        return;
      }
    }
  }
}

/** The id that a plain hash of attributes would have; undefined where a part is missing. */
export function idIn(collection: CollectionInstance, attributes: object): unknown {
  const { idAttribute } = collection;
  const hash = attributes as Record<string, unknown>;
  const read = (name: string): unknown => (Object.hasOwn(hash, name) ? hash[name] : undefined);
  if (typeof idAttribute === 'string') return read(idAttribute);
  const id = idAttribute.map(read);
  return id.includes(undefined) ? undefined : id;
}
