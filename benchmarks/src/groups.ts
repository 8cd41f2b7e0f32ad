import type { Driver } from './drivers.js';
import { graph } from './graph/index.js';
import type { Contender, Group, Session } from './group.js';
import { hybrid } from './hybrid/index.js';
import { renamed } from './renamed/index.js';
import { users } from './users/index.js';

/** Every group of scenarios, in the order of the tables. */
export const groups: readonly Group[] = [users, graph, hybrid, renamed];

/** Those of some contenders that work with a driver. */
export function whoUse<S extends Session>(driver: Driver, contenders: readonly Contender<S>[]): Contender<S>[] {
  return contenders.filter(({ drivers }) => drivers?.includes(driver) ?? true);
}
