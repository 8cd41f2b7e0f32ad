import type { ModelInstance, Row } from '@shelf/core/inside';

/** What is to be attached or detached: one related row, or the pivot's rows that hold some values. */
export interface Item {
  /** The related row's key, as the pivot holds it; undefined where only other columns are given. */
  readonly key: readonly unknown[] | undefined;
  /** What the pivot's row holds besides. */
  readonly attributes: Row;
  /** The related model, where one was given. */
  readonly model: ModelInstance | undefined;
}
