import type { Model, SyncOptions } from '@shelf/core';

/** What handlers of `attaching` get: what is to be attached, as it was passed; keys of the other table from `syncPivot`. */
export type AttachingEvent<C> = [collection: C, ids: unknown, options: SyncOptions];

/** What handlers of `attached` get: the models of the new pivot rows. */
export type AttachedEvent<C> = [collection: C, pivots: Model[], options: SyncOptions];

/** What handlers of `detaching` get: what is to be detached, as it was passed, null for all; keys from `syncPivot`. */
export type DetachingEvent<C> = [collection: C, ids: unknown, options: SyncOptions];

/** What handlers of `detached` get: how many pivot rows are gone. */
export type DetachedEvent<C> = [collection: C, count: number, options: SyncOptions];

declare module '@shelf/core' {
  interface CollectionEvents<C, M> {
    /** Before pivot rows are inserted; awaited, and a failure cancels. */
    attaching: AttachingEvent<C>;
    /** After pivot rows were inserted; awaited. */
    attached: AttachedEvent<C>;
    /** Before pivot rows are deleted; awaited, and a failure cancels. */
    detaching: DetachingEvent<C>;
    /** After pivot rows were deleted; awaited. */
    detached: DetachedEvent<C>;
  }
}
