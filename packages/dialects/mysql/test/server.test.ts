import { capabilitiesOf, Server } from '../src/server.js';

/** What a server of that version can do. */
function canDo(version: string | undefined, isMariaDB = false): { returning: boolean; lateral: boolean } {
  const server = new Server();
  const capabilities = capabilitiesOf(server, 10);
  if (version !== undefined) server.learn(version, isMariaDB);
  const { returning, lateral } = capabilities;
  return { returning, lateral };
}

test('nothing that only some servers have before one is known', () => {
  expect(canDo(undefined)).toEqual({ returning: false, lateral: false });
});

test('MariaDB returns what it inserts, MySQL has derived tables that refer to others', () => {
  expect(canDo('10.11.4', true)).toEqual({ returning: true, lateral: false });
  expect(canDo('11.4.2', true)).toEqual({ returning: true, lateral: false });
  expect(canDo('10.4.30', true)).toEqual({ returning: false, lateral: false });
  expect(canDo('8.0.36')).toEqual({ returning: false, lateral: true });
  expect(canDo('8.4.0')).toEqual({ returning: false, lateral: true });
  expect(canDo('8.0.13')).toEqual({ returning: false, lateral: false });
});

test('it is known for the capabilities that were handed out before', () => {
  const server = new Server();
  const capabilities = capabilitiesOf(server, 1);
  expect(capabilities.returning).toBe(false);
  server.learn('10.11.4', true);
  expect([capabilities.returning, capabilities.parallelReads]).toEqual([true, false]);
});
