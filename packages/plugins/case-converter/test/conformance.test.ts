import { pluginConformance } from '@shelf/plugin-conformance';
import { relations } from '@shelf/relations';
import { caseConverter } from '../src/index.js';
import { quiet, shouting } from './shouting.js';

const same = (name: string): string => name;
/** Statements in which a column has not the name that the database has, by the test that they were sent in. */
const unmapped = new Map<string, string>();

const plugins = [
  relations,
  () => caseConverter({ attribute: quiet, column: same }),
  () => shouting((sql) => unmapped.set(expect.getState().currentTestName ?? '', sql)),
];

describe('on tables whose columns all have other names', () => {
  pluginConformance(() => plugins.map((make) => make()), { listed: true });

  // The last test, since it looks at what the others have sent.
  test('every column has had its name of the database in every statement', () => {
    const named = [...unmapped];
    expect(named).toEqual([
      // Columns of a table that was joined by hand, and of a subquery: nobody's but the caller's.
      [expect.stringContaining('when they were joined'), expect.stringContaining('order by `voyages`.`id`')],
      [
        expect.stringContaining('of a joined table that the caller selects'),
        expect.stringContaining('on `people`.`name` ='),
      ],
      // SQL as a value is the caller's too.
      [expect.stringContaining('an update takes SQL'), expect.stringContaining('`AGE` = `age` + ?')],
      [expect.stringContaining('with distinct'), expect.stringMatching(/^select count\(`age`\) .* from \(select /)],
    ]);
  });
});
