import { useMysql, usePostgres } from '@shelf-tooling/servers';
import { pagesWithExamples } from './pages.js';
import { complaints, run, writePrograms } from './programs.js';

const pages = pagesWithExamples();

// A process that starts from the sources compiles them first, which takes a while on a busy machine.
jest.setTimeout(120_000);

const postgres = usePostgres();
const mysql = useMysql();

beforeAll(async () =>
  writePrograms(pages, {
    'postgres://localhost/shop': postgres.url,
    'mysql://root@localhost/shop': await mysql.make(),
  }),
);

test.each(pages.map((page) => [page.path, page] as const))(
  'the examples of %s run, and print what it says',
  async (path, page) => {
    const { code, stderr, printed } = await run(page);
    if (code !== 0) {
      const failed = page.blocks[printed.length - 1]?.line ?? 1;
      throw new Error(`The example at ${path}:${failed} failed (exit code ${code}):\n${stderr}`);
    }
    const said = page.blocks.map(({ line, prints }) => ({ example: `${path}:${line}`, prints }));
    expect(
      said.map(({ example, prints }, i) => ({ example, prints: prints === undefined ? undefined : printed[i] })),
    ).toEqual(said);
  },
);

test.each(pages.map(({ path, blocks }) => [path, blocks.map(({ language }) => language)] as const))(
  'the examples of %s are in one language',
  (_, languages) => {
    expect(new Set(languages).size).toBe(1);
  },
);

test.each(['ts', 'js'] as const)('the examples in %s type-check', async (language) => {
  expect(await complaints(language)).toBe('');
});
