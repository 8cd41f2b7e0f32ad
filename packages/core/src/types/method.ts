// Methods that are called by name.

/** Parameters of a method; of its last overload where it has several. */
export type MethodArgs<F> = F extends (...args: infer Args) => unknown ? Args : never;

/** What a method returns, awaited. */
export type MethodResult<F> = F extends (...args: never) => infer Result ? Awaited<Result> : never;
