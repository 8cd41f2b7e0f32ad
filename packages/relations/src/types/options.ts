import type { Constraints, Item, ItemPaths } from './constraints.js';
import type { CheckItem } from './check.js';
import type { Loaded, RelationsJson } from './loaded.js';
import type { PivotJson } from './pivot.js';
import type { Part } from '@shelf/core';

/** Options of the plugin: `relations({ strictLoading: 'throw' })`. */
export interface RelationsOptions {
  /** `false` runs one query per `related(name).fetch()`, where those called in one tick would share one. */
  batch?: boolean | undefined;
  /** What happens when a relation is read that was not loaded: an error, or a warning; nothing when left out. */
  strictLoading?: 'throw' | 'warn' | undefined;
}

declare module '@shelf/core' {
  interface Projections {
    relations: Item;
  }
  interface Projected<M, I> {
    relations: Loaded<M, ItemPaths<I>>;
  }
  interface FetchOptions<M, I> {
    /**
     * The relations to load: names, dotted paths, and objects whose functions narrow a relation's query. One query each, whatever the
     * number of models.
     *
     * @example
     * await User.fetchAll({ withRelated: ['roles', 'posts.comments', { posts: (qb) => qb.where('draft', false) }] });
     */
    withRelated?: readonly CheckItem<M, I>[] | string | undefined;
    /**
     * The relations whose rows to count, into the attributes `<name>_count`: names, and objects whose functions narrow a relation's query.
     * One query each, whatever the number of models.
     *
     * @example
     * await User.fetchAll({ withCount: ['posts', { comments: (qb) => qb.where('spam', false) }] });
     */
    withCount?: string | Constraints | readonly Item[] | undefined;
    /** `false` runs this call's query on its own, where calls in one tick would share one. */
    batch?: boolean | undefined;
  }
  interface JsonParts<M> {
    relations: Part<RelationsJson<M>>;
    pivot: Part<PivotJson<M>>;
  }
}
