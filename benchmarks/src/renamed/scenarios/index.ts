import type { Scenario } from '../../group.js';
import type { RenamedSession } from '../session.js';
import { renamedById } from './renamed-by-id.js';
import { renamed } from './renamed.js';

/** Every timed scenario, in the order of the table. */
export const scenarios: readonly Scenario<RenamedSession>[] = [renamed, renamedById];
