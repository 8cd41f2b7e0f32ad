import { library } from './library.js';

/** The first frame of the stack of what a call is refused with. */
async function firstFrame(refused: () => Promise<unknown>): Promise<string | undefined> {
  const error = (await refused().catch((caught: Error) => caught)) as Error;
  return error.stack?.split('\n').find((line) => /^\s+at /.test(line));
}

test('stacks begin in the code that names a wrong relation or pivot', async () => {
  const { ada, Member } = await library();
  const loose = ada as unknown as { load(name: string): Promise<unknown> };
  const refusals: Readonly<Record<string, () => Promise<unknown>>> = {
    withRelated: async () => await Member.fetchAll({ withRelated: ['nope'] as string[] }),
    withCount: async () => await Member.fetchAll({ withCount: ['nope'] as never }),
    load: async () => await loose.load('nope'),
    whereHas: async () =>
      await Member.where({ id: 1 })
        .whereHas('nope' as never)
        .fetchAll(),
    attach: async () => await ada.related('books').create({ bogus: 1 } as never),
    unsaved: async () => await new Member().related('books').fetch(),
  };
  const frames = await Promise.all(Object.values(refusals).map(firstFrame));
  expect(frames.filter((frame) => frame?.includes('stacks.test.ts') !== true)).toEqual([]);
});
