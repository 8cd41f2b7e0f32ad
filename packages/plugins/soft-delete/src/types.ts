import type { AfterQuery, BeforeQuery, ShelfPromise, SyncOptions } from '@shelf/core';

/** Options of the plugin: `softDelete({ column: 'removed_at' })`. */
export interface SoftDeleteOptions {
  /** The column that holds when a row was deleted, for classes that name none; `deleted_at` when left out. */
  column?: string | undefined;
}

/** How a class deletes softly: `true`, or what differs. */
export type SoftDelete = boolean | SoftDeleteSettings;

/** What a class says of its soft delete. */
export interface SoftDeleteSettings {
  /** The column that holds when a row was deleted; the plugin's when left out. */
  readonly column?: string | undefined;
  /** The names of relations whose rows are deleted and restored with a row; their classes delete softly too. */
  readonly cascade?: readonly string[] | undefined;
}

/** Options of `restore`. */
export interface RestoreOptions extends SyncOptions {
  /** `false` lets a restore that finds no deleted row pass. */
  require?: boolean | undefined;
  /** Allows a restore that nothing narrows to some rows. */
  all?: boolean | undefined;
}

declare module '@shelf/core' {
  interface SyncOptions {
    /** Lets the call see deleted rows of soft-deleting classes too, its own and related ones. */
    withDeleted?: boolean | undefined;
    /** Lets the call see deleted rows only; related rows come as ever. */
    onlyDeleted?: boolean | undefined;
  }
  interface DestroyOptions {
    /** Deletes the row from the table, whether it was marked as deleted before or not. */
    hardDelete?: boolean | undefined;
    /** The time of deletion to write, instead of the shelf's `now()`. */
    date?: Date | undefined;
  }
  interface Model<Row> {
    /** Whether `destroy` marks the row instead of deleting it, and how. In class form a static. */
    softDelete?: SoftDelete;
    /**
     * Takes back a soft delete, and those of related rows that were deleted with it.
     *
     * Resolves to the model. Rejects with `NoRowsUpdatedError` when there is no deleted row, unless `{ require: false }` was given.
     *
     * @param options `require: false` does not insist on a row; `all` allows a restore that nothing narrows.
     * @example
     * await user.destroy();
     * await user.restore();
     * await User.where({ team: 3 }).restore({ require: false });
     */
    restore(options?: RestoreOptions): ShelfPromise<this>;
    /** Says whether the model's row is marked as deleted, as far as the model knows. */
    isDeleted(): boolean;
  }
  interface ModelStatics {
    /** Whether `destroy` marks rows instead of deleting them, and how. For models in class form. */
    softDelete?: SoftDelete;
  }
  interface Hooks<M> {
    /** Whether `destroy` marks rows instead of deleting them, and how. */
    softDelete?: SoftDelete;
  }
  interface ModelEvents<M, Row> {
    /** Before a soft delete is taken back; awaited, and a failure cancels. */
    restoring: [model: M, options: RestoreOptions & BeforeQuery];
    /** After a soft delete was taken back; awaited. */
    restored: [model: M, response: unknown, options: RestoreOptions & AfterQuery<Row>];
  }
}
