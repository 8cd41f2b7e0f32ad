import type { CallOptions, CollectionInstance, ModelClass, Row } from '../instance.js';
import { unnarrowed } from './scoped.js';
import { upsert } from './upsert.js';

type Queries = Record<'where' | 'orderBy' | 'fetchAll' | 'fetchPage' | 'count', (...args: unknown[]) => unknown>;

/** A model whose methods do what the class's of the same names do: a class may have its own. */
function forged(Class: ModelClass): Queries {
  return Class.forge() as unknown as Queries;
}

/** The methods of every model class. */
export const classMethods: ThisType<ModelClass> & object = {
  forge(...args: [Row?, CallOptions?]) {
    return new this(...args);
  },
  of() {
    return this;
  },
  collection(models?: unknown, options?: CallOptions): CollectionInstance {
    return new this.prototype.shelf.Collection(models, { ...options, model: this });
  },
  unscoped() {
    const model = this.forge();
    model.scopes = unnarrowed(model.scopes);
    return model;
  },
  query(...args: unknown[]) {
    return this.forge().query(...args);
  },
  where(...args: unknown[]) {
    return forged(this).where(...args);
  },
  orderBy(...args: unknown[]) {
    return forged(this).orderBy(...args);
  },
  fetchAll(options?: CallOptions) {
    return forged(this).fetchAll(options);
  },
  fetchPage(options?: CallOptions) {
    return forged(this).fetchPage(options);
  },
  count(column?: unknown, options?: CallOptions) {
    return forged(this).count(column, options);
  },
  create(values: Row, options?: CallOptions) {
    return this.forge(values).save(null, { ...options, method: 'insert' });
  },
  upsert(values: Row, options: CallOptions) {
    return upsert(this, values, options);
  },
};
