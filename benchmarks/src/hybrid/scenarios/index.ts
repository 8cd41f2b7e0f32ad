import type { Scenario } from '../../group.js';
import type { HybridSession } from '../session.js';
import { hybridById } from './hybrid-by-id.js';
import { hybrid } from './hybrid.js';

/** Every timed scenario, in the order of the table. */
export const scenarios: readonly Scenario<HybridSession>[] = [hybrid, hybridById];
