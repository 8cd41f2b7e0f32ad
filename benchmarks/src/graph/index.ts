import type { Group } from '../group.js';
import { challengers, reference } from './contenders/index.js';
import { scenarios } from './scenarios/index.js';
import type { GraphSession } from './session.js';

/** Related tables, loaded together. */
export const graph: Group<GraphSession> = { scenarios, reference, challengers };
