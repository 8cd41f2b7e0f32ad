/** The ids from 1 to the count, each once, in an order that jumps about. */
export function scattered(count: number): number[] {
  // 7,919 is a prime that divides none of the sizes in use.
  return Array.from({ length: count }, (_, index) => ((index * 7919) % count) + 1);
}
