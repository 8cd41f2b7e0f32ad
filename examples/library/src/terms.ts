// The library's terms.

/** A day, in ms. */
export const DAY = 86_400_000;
/** How long a copy may be kept, in days. */
export const LOAN_DAYS = 21;
/** How many copies a member may have at a time. */
export const MOST_LOANS = 3;
/** What each day that a copy is late costs. */
export const CENTS_PER_DAY = 20;
/** Who owes more than this borrows nothing. */
export const MOST_CENTS_OWED = 500;
