/** How long everybody's stack traces are; asked before Bluebird is loaded, which raises it. */
export const stackTraceLimit: number = Error.stackTraceLimit;
