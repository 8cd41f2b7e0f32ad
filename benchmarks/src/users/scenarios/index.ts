import { byId } from './by-id.js';
import { fetch } from './fetch.js';
import { insert } from './insert.js';
import { toJson } from './to-json.js';
import { update } from './update.js';
import type { Scenario } from '../../group.js';
import type { UserSession } from '../session.js';

/** Every timed scenario, in the order of the table. */
export const scenarios: readonly Scenario<UserSession>[] = [fetch, toJson, byId, insert, update];
