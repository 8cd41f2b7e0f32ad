import { collectionDifferences } from './collections.js';
import type { Difference } from './difference.js';
import { eventDifferences } from './events.js';
import { fetchingDifferences } from './fetching.js';
import { makingDifferences } from './making.js';
import { savingDifferences } from './saving.js';

/** Every intended difference, by subject, in the order of the documentation. */
export const differences: Readonly<Record<string, readonly Difference[]>> = {
  'Starting, making and serialising': makingDifferences,
  Fetching: fetchingDifferences,
  'Saving and destroying': savingDifferences,
  Events: eventDifferences,
  Collections: collectionDifferences,
};
