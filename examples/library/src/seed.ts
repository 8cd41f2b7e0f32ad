import { db } from './db.js';
import { Author, Member, Tag, type Copy, type Edition, type Work } from './models/index.js';

/** What a small library begins with. */
export interface Stock {
  readonly emma: Work;
  readonly middlemarch: Work;
  readonly edition: Edition;
  /** The first of Emma's two copies. */
  readonly copy: Copy;
  readonly second: Copy;
  /** The one copy of Middlemarch. */
  readonly only: Copy;
  readonly ada: Member;
  readonly bob: Member;
}

/** Writes a few rows, all or none. */
export function seed(): Promise<Stock> {
  return db.transaction(async () => {
    const novels = await Tag.create({ name: 'novel' });
    const austen = await Author.create({ name: 'Jane Austen' });
    const eliot = await Author.create({ name: 'George Eliot' });
    const emma = await austen.works().create({ title: 'Emma' });
    const middlemarch = await eliot.works().create({ title: 'Middlemarch' });
    await novels.works().attach([emma, middlemarch]);

    const edition = await emma.editions().create({ isbn: '978-0-14-143958-7', year: 2003 });
    const copy = await edition.copies().create({ barcode: 'E1' });
    const second = await edition.copies().create({ barcode: 'E2' });
    const other = await middlemarch.editions().create({ isbn: '978-0-14-143954-9', year: 1994 });
    const only = await other.copies().create({ barcode: 'M1' });

    const ada = await Member.create({ name: 'Ada', email: 'ada@example.org', card: '2026-0001' });
    const bob = await Member.create({ name: 'Bob', email: 'bob@example.org', card: '2026-0002' });
    return { emma, middlemarch, edition, copy, second, only, ada, bob };
  });
}
