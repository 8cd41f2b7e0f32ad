import { sources } from './databases/index.js';
import type { Driver } from './drivers.js';

/** Those of some drivers whose database can be had; says of each what it is, or what to do. */
export async function available(drivers: readonly Driver[]): Promise<Driver[]> {
  const found: Driver[] = [];
  for (const driver of drivers) {
    const { describe, advice } = sources[driver];
    try {
      console.log(`${driver}: ${await describe()}`);
      found.push(driver);
    } catch (error) {
      const why = error instanceof Error ? error.message || error.name : String(error);
      console.log(`${driver}: LEFT OUT, no server can be had (${why}); ${advice}`);
    }
  }
  console.log('');
  return found;
}
