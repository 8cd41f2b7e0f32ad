import { run } from '../src/library.js';
import { programs } from '../src/programs/index.js';

const cases = Object.entries(programs).map(([subject, byName]) => ({ subject, cases: Object.entries(byName) }));

describe.each(cases)('$subject', ({ cases: named }) => {
  test.each(named)('%s', async (_, program) => {
    const [bookshelf, shelf] = [await run('bookshelf', program), await run('shelf', program)];
    expect(shelf).toEqual(bookshelf);
  });
});
