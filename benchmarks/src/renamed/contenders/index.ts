import { caseConverter } from '@shelf/case-converter';
import type { Contender } from '../../group.js';
import type { RenamedSession } from '../session.js';
import { usersWith } from './users.js';

/** What the other is compared with: Shelf, whose attributes are called as the columns are. */
export const reference: Contender<RenamedSession> = {
  name: 'columns',
  open: async (driver, address) => usersWith([], driver, address),
};

/** Shelf with `@shelf/case-converter`. */
const shelf: Contender<RenamedSession> = {
  name: 'shelf',
  open: async (driver, address) => usersWith([caseConverter()], driver, address),
};

export const challengers: readonly Contender<RenamedSession>[] = [shelf];
