import type { Group } from '../group.js';
import { challengers, reference } from './contenders/index.js';
import { scenarios } from './scenarios/index.js';
import type { HybridSession } from './session.js';

/** Hybrid rows, beside the same data in columns. */
export const hybrid: Group<HybridSession> = { scenarios, reference, challengers };
