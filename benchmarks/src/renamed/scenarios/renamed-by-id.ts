import type { Scenario } from '../../group.js';
import { scattered } from '../../users/scenarios/scattered.js';
import type { RenamedSession } from '../session.js';
import { renamed } from './renamed.js';

/** Fetches rows by id, one after the other, in camelCase. */
export const renamedById: Scenario<RenamedSession, number> = {
  ...renamed,
  name: 'renamed-by-id',
  title: 'fetch by id in camelCase, 2,000 in sequence',
  size: 2000,
  items: scattered,
  work: (session, ids) => session.each(ids),
};
