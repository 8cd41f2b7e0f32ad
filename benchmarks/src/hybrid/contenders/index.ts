import type { Contender } from '../../group.js';
import type { HybridSession } from '../session.js';
import { badgersIn } from './badgers.js';

/** What the other is compared with: Shelf, with a column for each attribute. */
export const reference: Contender<HybridSession> = {
  name: 'columns',
  drivers: ['postgres'],
  open: async (_driver, address) => badgersIn('plain_badgers', address),
};

/** Shelf with hybrid rows. */
const shelf: Contender<HybridSession> = {
  name: 'shelf',
  drivers: ['postgres'],
  open: async (_driver, address) => badgersIn('hybrid_badgers', address),
};

export const challengers: readonly Contender<HybridSession>[] = [shelf];
