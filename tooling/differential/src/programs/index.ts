import { collectionPrograms } from './collections.js';
import { eventPrograms } from './events.js';
import { fetchingPrograms } from './fetching.js';
import { modelPrograms } from './models.js';
import { creatingPrograms } from './relations/creating.js';
import { eagerPrograms } from './relations/eager.js';
import { relationEventPrograms } from './relations/events.js';
import { kindPrograms } from './relations/kinds.js';
import { pivotPrograms } from './relations/pivots.js';
import { singlePrograms } from './relations/single.js';
import { savingPrograms } from './saving.js';
import { transactionPrograms } from './transactions.js';
import { visibilityPrograms } from './visibility.js';

/** The programs that must come to the same on both, by subject. */
export const programs = {
  models: modelPrograms,
  fetching: fetchingPrograms,
  saving: savingPrograms,
  collections: collectionPrograms,
  events: eventPrograms,
  transactions: transactionPrograms,
  visibility: visibilityPrograms,
  'kinds of relations': kindPrograms,
  'relations, many at once': eagerPrograms,
  'relations of one model': singlePrograms,
  'writing in relations': creatingPrograms,
  'pivots of relations': pivotPrograms,
  'relations: events and transactions': relationEventPrograms,
};
