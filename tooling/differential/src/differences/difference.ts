import type { Program } from '../library.js';

/** Where Shelf means to be different; proved by a program, and a row of docs/differences-from-bookshelf.md. */
export interface Difference {
  /** The code in question, in a few words. */
  readonly code: string;
  /** What Bookshelf 1.2 does, as a sentence. */
  readonly bookshelf: string;
  /** What Shelf does, as a sentence. */
  readonly shelf: string;
  /** The line of spec/api.md, or of the package's issue, that says so, shortened with …. */
  readonly spec: string;
  readonly program: Program;
  /** What the program comes to on each. */
  readonly outcome: { readonly bookshelf: unknown; readonly shelf: unknown };
}
