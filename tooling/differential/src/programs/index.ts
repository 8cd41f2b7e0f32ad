import { collectionPrograms } from './collections.js';
import { eventPrograms } from './events.js';
import { fetchingPrograms } from './fetching.js';
import { modelPrograms } from './models.js';
import { kindPrograms } from './relations/kinds.js';
import { savingPrograms } from './saving.js';
import { transactionPrograms } from './transactions.js';

/** The programs that must come to the same on both, by subject. */
export const programs = {
  models: modelPrograms,
  fetching: fetchingPrograms,
  saving: savingPrograms,
  collections: collectionPrograms,
  events: eventPrograms,
  transactions: transactionPrograms,
  'kinds of relations': kindPrograms,
};
