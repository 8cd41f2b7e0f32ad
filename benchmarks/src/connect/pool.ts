/** How many connections every contender may open. */
export const poolSize = 10;
