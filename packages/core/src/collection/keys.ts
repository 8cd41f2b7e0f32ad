import { keyOf, type Key } from '../key.js';
import { keyColumns } from '../naming.js';
import type { CollectionInstance, ModelInstance } from '../instance.js';
import { readId } from '../model/attributes.js';
import { extraOf } from '../model/state.js';

/**
 * Finds a collection's models by key. It is built when it is first asked, so that a fetched collection that is only
 * read pays nothing, and it is a Map, so that the id `constructor` is an id like any other.
 */
export class KeyMap {
  private readonly byKey = new Map<Key, ModelInstance>();
  /** The models behind the one that is found under their key; nearly always there are none. */
  private readonly behind = new Map<Key, Set<ModelInstance>>();
  private readonly keys = new Map<ModelInstance, Key | undefined>();

  readonly collection: CollectionInstance;

  constructor(collection: CollectionInstance) {
    this.collection = collection;
    for (const model of collection.models) this.add(model);
  }

  add(model: ModelInstance): void {
    this.link(model);
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
    this.link(model);
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

  private link(model: ModelInstance): void {
    const key = keyOf(readId(model));
    this.keys.set(model, key);
    if (key === undefined) return;
    const found = this.byKey.get(key);
    // Of two models with one id the first is found.
    if (found === undefined) this.byKey.set(key, model);
    else if (found !== model) this.behind.set(key, (this.behind.get(key) ?? new Set()).add(model));
  }

  private unlink(model: ModelInstance): void {
    const key = this.keys.get(model);
    if (key === undefined) return;
    const behind = this.behind.get(key);
    if (this.byKey.get(key) !== model) behind?.delete(model);
    else {
      const [next] = behind ?? [];
      if (next === undefined) this.byKey.delete(key);
      else {
        this.byKey.set(key, next);
        behind?.delete(next);
      }
    }
    if (behind?.size === 0) this.behind.delete(key);
  }
}

/** The id that a plain hash of attributes would have; undefined where a part is missing. */
export function idIn(collection: CollectionInstance, attributes: object): unknown {
  const names = keyColumns(collection);
  const hash = attributes as Record<string, unknown>;
  const read = (name: string): unknown => (Object.hasOwn(hash, name) ? hash[name] : undefined);
  if (names.length === 1) return read(names[0] as string);
  const id = names.map(read);
  return id.includes(undefined) ? undefined : id;
}
