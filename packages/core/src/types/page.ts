/** Where a page lies, counted in pages. */
export interface PageNumbers {
  readonly page: number;
  readonly pageSize: number;
}

/** Where a page lies, counted in rows. */
export interface PageOffsets {
  readonly limit: number;
  readonly offset: number;
}

/** How much there is in all; not there with `{ disableCount: true }`. */
export interface PageCounts {
  readonly rowCount: number;
  readonly pageCount: number;
}

/**
 * The `pagination` of a fetched page. L is inferred from `limit` and `offset`, D from `disableCount`.
 */
export type Pagination<L = never, D = false> = [L] extends [never]
  ? PageNumbers & (D extends true ? unknown : PageCounts)
  : PageOffsets & (D extends true ? unknown : Pick<PageCounts, 'rowCount'>);
