import type { Group } from '../group.js';
import { challengers, reference } from './contenders/index.js';
import { scenarios } from './scenarios/index.js';
import type { UserSession } from './session.js';

/** One table of users, fetched and saved. */
export const users: Group<UserSession> = { scenarios, reference, challengers };
