import type { IdOf, RowOf, SyncOptions } from '@shelf/core';

/** What handlers of `attaching` get; `ids` are keys of the other table. */
export type AttachingEvent<C, M> = [collection: C, ids: IdOf<RowOf<M>>[], options: SyncOptions];

/** What handlers of `detaching` get; `ids` are keys of the other table, null for all. */
export type DetachingEvent<C, M> = [collection: C, ids: IdOf<RowOf<M>>[] | null, options: SyncOptions];

/** What handlers of `attached` and `detached` get; the response is the driver's. */
export type PivotDoneEvent<C> = [collection: C, response: unknown, options: SyncOptions];

declare module '@shelf/core' {
  interface CollectionEvents<C, M> {
    /** Before pivot rows are inserted; awaited, and a failure cancels. */
    attaching: AttachingEvent<C, M>;
    /** After pivot rows were inserted; awaited. */
    attached: PivotDoneEvent<C>;
    /** Before pivot rows are deleted; awaited, and a failure cancels. */
    detaching: DetachingEvent<C, M>;
    /** After pivot rows were deleted; awaited. */
    detached: PivotDoneEvent<C>;
  }
}
