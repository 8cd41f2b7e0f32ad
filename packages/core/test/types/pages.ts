// The `pagination` of a page follows from how it was asked for.
import type { Page } from '@shelf/core';
import { User } from './fixtures/db.js';
import { is, type Equal } from './fixtures/equal.js';

declare const user: User;
async function pages() {
  const page: Page<User> = await user.fetchPage({ page: 2, pageSize: 20 });
  const { rowCount, pageCount, page: number, pageSize } = page.pagination;
  is<Equal<[typeof rowCount, typeof pageCount, typeof number, typeof pageSize], [number, number, number, number]>>();
  page.at(0)?.shout();
  for (const each of page) each.shout();

  const usual = await user.fetchPage();
  usual.pagination.pageCount.toFixed();

  const slice = await user.fetchPage({ limit: 20, offset: 40 });
  is<Equal<typeof slice.pagination.rowCount, number>>();
  slice.pagination.limit.toFixed();
  // @ts-expect-error counted in rows
  slice.pagination.pageCount;
  const offset: number = 10;
  (await user.fetchPage({ offset })).pagination.offset.toFixed();

  const uncounted = await User.collection().fetchPage({ page: 1, disableCount: true });
  uncounted.pagination.page.toFixed();
  // @ts-expect-error not counted
  uncounted.pagination.rowCount;
  // @ts-expect-error no such option
  await user.fetchPage({ pagesize: 20 });
}
