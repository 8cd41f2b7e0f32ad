import type { Harness } from '../harness.js';
import { withOffice, type Office } from './people.js';

/** Calls that are refused before any SQL is sent. Each is a function of its own, whose name its error's stack begins with. */
const refusals: Readonly<Record<string, (office: Office) => Promise<unknown>>> = {
  option: async ({ Person }) => await Person.fetchAll({ requre: true } as never),
  'option of a save': async ({ Person }) => await new Person({ name: 'a' }).save(null, { pach: true } as never),
  'column of a save': async ({ Person }) => await new Person({ bogus: 1 } as never).save(),
  'column of a condition': async ({ Person }) => await Person.where('bogus' as never, 1 as never).fetchAll(),
  'column of a fetch': async ({ Person }) => await new Person({ bogus: 1 } as never).fetch(),
  value: async ({ Person }) => await new Person({ name: 'a', age: 'x' as never }).save(),
  'value of a condition': async ({ Person }) => await Person.where({ age: 'x' as never }).fetchAll(),
  'value of a count': async ({ Person }) => await Person.where({ age: 'x' as never }).count(),
  'value of a page': async ({ Person }) => await Person.where({ age: 'x' as never }).fetchPage(),
  'undefined in a condition': async ({ Person }) => await Person.where({ age: undefined as never }).fetchAll(),
  'no condition': async ({ Person }) => await Person.where(true as never).fetchAll(),
  'page number': async ({ Person }) => await Person.fetchPage({ page: 'x' as never }),
  'update of every row': async ({ Person }) => await new Person().save({ age: 1 }, { method: 'update', patch: true }),
  'deletion of every row': async ({ Person }) => await new Person().destroy(),
  'refresh of no row': async ({ Person }) => await new Person().refresh(),
  'one of many': async ({ Person }) => await Person.collection([{ name: 'b' }, { age: 'x' as never }]).saveAll(),
  upsert: async ({ Person }) => await Person.upsert({ bogus: 1 } as never, { conflict: 'id' }),
  'one of a collection': async ({ Person }) =>
    await Person.collection()
      .query({ where: { bogus: 1 } })
      .fetchOne(),
  create: async ({ Person }) => await Person.collection().create({ bogus: 1 } as never),
  'option of a transaction': async ({ db }) =>
    await db.transaction(async () => undefined, { isolationLevel: 'none' as never }),
  'call within a transaction': async ({ db, Person }) =>
    await db.transaction(async (transacting) => await new Person({ bogus: 1 } as never).save(null, { transacting })),
};

/** The first frame of an error's stack. */
function firstFrame({ stack = '' }: Error): string {
  return stack.split('\n').find((line) => /^\s+at /.test(line)) ?? 'no frame';
}

/** Stacks begin in the caller's code. */
export function stackSuite(harness: Harness): void {
  test('of whatever is refused before it is sent', () =>
    withOffice(harness, async (office) => {
      const frames: Record<string, string> = {};
      // Twice: what is known of a table by then leads another way.
      for (const turn of [1, 2]) {
        for (const [name, refused] of Object.entries(refusals)) {
          const error = await refused(office).catch((caught: Error) => caught);
          expect(error).toBeInstanceOf(office.db.ShelfError);
          frames[`${name}, ${turn}`] = firstFrame(error as Error);
        }
      }
      const elsewhere = Object.entries(frames).filter(([, frame]) => !frame.includes('errors/stacks.ts'));
      expect(elsewhere).toEqual([]);
    }));

  test('of what the database refuses', () =>
    withOffice(harness, async ({ Person }) => {
      await new Person({ id: 1, name: 'a' }).save(null, { method: 'insert' });
      const twin = async (): Promise<unknown> =>
        await new Person({ id: 1, name: 'b' }).save(null, { method: 'insert' });
      expect(firstFrame((await twin().catch((error: Error) => error)) as Error)).toContain('errors/stacks.ts');
    }));

  test('and hold no more frames than the program asks for', () =>
    withOffice(harness, async ({ Person }) => {
      const { stackTraceLimit } = Error;
      const deep = async (depth: number): Promise<unknown> =>
        depth === 0 ? await Person.fetchAll({ requre: true } as never) : await deep(depth - 1);
      Error.stackTraceLimit = 3;
      const error = (await deep(20).catch((caught: Error) => caught)) as Error;
      const frames = error.stack?.match(/^\s+at /gm);
      Error.stackTraceLimit = stackTraceLimit;
      expect(frames).toHaveLength(3);
    }));
}
