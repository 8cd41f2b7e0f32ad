import { ShelfError } from '@shelf/core';

/** A row has another version than the model that was to be saved or destroyed: somebody else wrote it meanwhile. */
export class StaleModelError extends ShelfError {
  static override readonly code = 'STALE_MODEL';
  /** The version that the model has. */
  readonly expected: number | null;
  /** The version that the row has. */
  readonly actual: number | null;

  constructor(message: string, details: StaleDetails) {
    super(message, details);
    this.expected = details.expected;
    this.actual = details.actual;
  }
}

/** What the error knows. */
export interface StaleDetails {
  readonly model: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly expected: number | null;
  readonly actual: number | null;
}
