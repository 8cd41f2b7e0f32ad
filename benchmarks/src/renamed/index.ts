import type { Group } from '../group.js';
import { challengers, reference } from './contenders/index.js';
import { scenarios } from './scenarios/index.js';
import type { RenamedSession } from './session.js';

/** Columns in snake_case that are attributes in camelCase, beside attributes that are called as their columns. */
export const renamed: Group<RenamedSession> = { scenarios, reference, challengers };
