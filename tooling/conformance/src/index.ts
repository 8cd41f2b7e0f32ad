/** The suites by what they prove; a dialect package runs each of them with its own factory. */
export const suites = {};
