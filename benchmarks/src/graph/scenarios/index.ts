import type { Scenario } from '../../group.js';
import type { GraphSession } from '../session.js';
import { nested } from './nested.js';
import { pivot } from './pivot.js';

/** Every timed scenario, in the order of the table. */
export const scenarios: readonly Scenario<GraphSession>[] = [nested, pivot];
