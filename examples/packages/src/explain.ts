import { ShelfError } from '@shelf/core';
import { Complaint } from './complaint.js';
import { settings } from './settings.js';

/** Says on stderr why the demo ends early, and returns the exit code for it. */
export function explain(error: unknown): number {
  if (error instanceof Error && error.name === 'AbortError') {
    console.error(`Interrupted. Each package in ${settings.shown} is whole; run it again for the rest.`);
    return 130;
  }
  if (error instanceof Complaint) console.error(error.message);
  else if (error instanceof ShelfError) console.error(`${settings.shown}: ${error.message}`);
  else console.error(error);
  return 1;
}
