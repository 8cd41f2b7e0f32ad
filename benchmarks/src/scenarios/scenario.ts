import type { Driver, Session } from '../contenders/contender.js';
import type { NewUser } from '../schema.js';

/** What is left when the work is done and the file is closed. */
export interface Outcome {
  readonly session: Session;
  readonly filename: string;
  readonly result: unknown;
}

/** One thing to do with the users, and how it is measured. */
export interface Scenario<T = unknown> {
  readonly name: string;
  readonly title: string;
  /** What the reference is made of. */
  readonly reference: string;
  /** The size that the limits hold for: rows, or operations. */
  readonly size: number;
  /** How many times the reference Shelf may take. */
  readonly limits: Readonly<Record<Driver, number>>;
  /** The users that the file holds at the start. */
  seed(size: number): NewUser[];
  /** What to work on, one by one. */
  items(size: number): readonly T[];
  /** The work that is timed. */
  work(session: Session, items: readonly T[]): Promise<unknown>;
  /** One number for what the work returned or left in the file: it must be the same for every contender. */
  fingerprint(outcome: Outcome): number;
}
