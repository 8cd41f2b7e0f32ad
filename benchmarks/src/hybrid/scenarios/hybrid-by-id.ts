import type { Scenario } from '../../group.js';
import { scattered } from '../../users/scenarios/scattered.js';
import type { HybridSession } from '../session.js';
import { hybrid } from './hybrid.js';

/** Fetches hybrid rows by id, one after the other. */
export const hybridById: Scenario<HybridSession, number> = {
  ...hybrid,
  name: 'hybrid-by-id',
  title: 'fetch hybrid rows by id, 2,000 in sequence',
  size: 2000,
  items: scattered,
  work: (session, ids) => session.each(ids),
};
