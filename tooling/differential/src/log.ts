interface Emitter {
  on(event: string, handler: (...args: unknown[]) => unknown): unknown;
}

/** What a handler was given, told by kind: the libraries put different things into options. */
function kindOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((each) => typeof each === 'string') ? value : 'a list';
  if (typeof value !== 'object' || value === null) return typeof value;
  if ('models' in value) return 'the collection';
  if ('cid' in value) return 'the model';
  // Attributes have no prototype in Bookshelf; options have a query or a method in both.
  return 'query' in value || 'method' in value || 'previousModels' in value ? 'options' : 'attributes or options';
}

/** Listens to events by name and writes down each, with the kinds of its arguments, in order. */
export function eventLog(emitter: unknown, names: readonly string[]): unknown[][] {
  const log: unknown[][] = [];
  for (const name of names) (emitter as Emitter).on(name, (...args) => void log.push([name, ...args.map(kindOf)]));
  return log;
}
