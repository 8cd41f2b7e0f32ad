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
      // A knex that was put in the place of the shelf's has names of its own.
      [expect.stringContaining('another knex instance'), expect.stringContaining('insert into `notes`')],
      // SQL is the caller's, and so are columns of a table that was joined by hand.
      [expect.stringContaining('a value that looks like SQL'), expect.stringContaining('where `name` = ?')],
      [
        expect.stringContaining('of a joined table that the caller selects'),
        expect.stringContaining('on `people`.`name` ='),
      ],
      [expect.stringContaining('a model’s own row, where its query'), expect.stringContaining('where `name` = ?')],
      [expect.stringContaining('an update takes SQL'), expect.stringContaining('`AGE` = `age` + ?')],
      // The name of a result.
      [expect.stringContaining('with distinct'), expect.stringMatching(/^select count\(`age`\) .* from \(select /)],
      [expect.stringContaining('hasOne with a join'), expect.stringContaining('on `comments`.`post_id` =')],
    ]);
  });
});
