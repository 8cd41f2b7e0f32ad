import { collectionDifferences } from './collections.js';
import type { Difference } from './difference.js';
import { eventDifferences } from './events.js';
import { fetchingDifferences } from './fetching.js';
import { makingDifferences } from './making.js';
import { attachingDifferences } from './relations/attaching.js';
import { detachingDifferences } from './relations/detaching.js';
import { loadingDifferences } from './relations/loading.js';
import { readingDifferences } from './relations/reading.js';
import { savingDifferences } from './saving.js';
import { valueDifferences } from './values.js';

/** Every intended difference, by subject, in the order of the documentation. */
export const differences: Readonly<Record<string, readonly Difference[]>> = {
  'Starting, making and serialising': makingDifferences,
  Fetching: fetchingDifferences,
  'Saving and destroying': savingDifferences,
  Values: valueDifferences,
  Events: eventDifferences,
  Collections: collectionDifferences,
  Relations: [...readingDifferences, ...loadingDifferences, ...attachingDifferences, ...detachingDifferences],
};
