import { rejectionOf } from '../settling.js';
import { throughProxy, type ServerHarness } from './harness.js';

/** Connections that break. */
export function brokenSuite(harness: ServerHarness): void {
  test('when a transaction begins: its callback does not run', () =>
    throughProxy(
      harness,
      async ({ db }) => {
        const work = jest.fn(async () => 1);
        expect(await rejectionOf(db.transaction(work))).toBeInstanceOf(db.ConnectionLostError);
        expect(await rejectionOf(db.transaction())).toBeInstanceOf(db.ConnectionLostError);
        const serializable = db.transaction(work, { isolationLevel: 'serializable' });
        expect(await rejectionOf(serializable)).toBeInstanceOf(db.ConnectionLostError);
        expect(work).not.toHaveBeenCalled();
      },
      { fromClient: (bytes) => (bytes.includes(harness.begin) ? undefined : bytes) },
    ));
}
