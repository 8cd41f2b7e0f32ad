import { faultOf, rejectionOf } from '../settling.js';
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

  const malformed = harness.malformed.map((malform, i) => [i + 1, malform] as const);
  test.each(malformed)(
    'an answer that cannot be read (%i): the call rejects, and its connection is dropped',
    async (_, malform) => {
      let malforms = false;
      const fromServer = (bytes: Buffer): Buffer => (malforms ? malform(bytes) : bytes);
      await throughProxy(
        harness,
        async ({ db, Note }) => {
          await Note.fetchAll();
          malforms = true;
          const fault = await faultOf(Note.where('id', '>', 0).orderBy('text').fetchAll({ timeout: 1000 }));
          malforms = false;
          expect(fault).toBeInstanceOf(db.ConnectionLostError);
          expect(await Note.count()).toBe(1);
        },
        { fromServer },
      );
    },
  );
}
