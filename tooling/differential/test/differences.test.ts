import { differences } from '../src/differences/index.js';
import { run } from '../src/library.js';

const cases = Object.entries(differences).map(([subject, listed]) => ({ subject, listed }));

describe.each(cases)('$subject', ({ listed }) => {
  test.each(listed)('$code', async ({ program, outcome }) => {
    const [bookshelf, shelf] = [await run('bookshelf', program), await run('shelf', program)];
    expect({ bookshelf, shelf }).toEqual({
      bookshelf: { rows: bookshelf.rows, ...(outcome.bookshelf as object) },
      shelf: { rows: shelf.rows, ...(outcome.shelf as object) },
    });
    expect(outcome.shelf).not.toEqual(outcome.bookshelf);
  });
});
