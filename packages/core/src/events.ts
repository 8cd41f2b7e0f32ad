import Backbone from 'backbone';
import _ from 'underscore';

type Callback = (this: unknown, ...args: unknown[]) => unknown;

/** A handler as Backbone.Events keeps it. */
interface Handler {
  readonly callback: Callback;
  readonly ctx: unknown;
}

interface Emitter {
  _events?: Record<string, Handler[] | undefined>;
  on(name: string, callback: Callback, context?: unknown): unknown;
  off(name: string, callback: Callback, context?: unknown): unknown;
  listenTo(target: Emitter, name: string, callback: Callback): unknown;
  stopListening(target: Emitter, name: string, callback: Callback): unknown;
}

/** What Shelf adds to Backbone's Events, and where it differs. */
interface AwaitedEvents {
  once(name: string | Record<string, Callback>, callback?: Callback, context?: unknown): unknown;
  listenToOnce(target: unknown, name: string | Record<string, Callback>, callback?: Callback): unknown;
  triggerThen(names: string, ...args: unknown[]): Promise<unknown[]>;
}

/** The event's names and handlers, for the three ways Backbone takes them: one name, several, a hash. */
function pairs(name: string | Record<string, Callback>, callback: Callback | undefined): [string, Callback][] {
  if (typeof name === 'object') return Object.entries(name);
  if (callback === undefined) return [];
  return name
    .trim()
    .split(/\s+/)
    .map((each) => [each, callback]);
}

/** A handler that unbinds itself and hands its result on, which Backbone's own `once` drops. */
function onlyOnce(callback: Callback, unbind: (wrapper: Callback) => void): Callback {
  const wrapper: Callback & { _callback?: Callback } = _.once(function (this: unknown, ...args: unknown[]) {
    unbind(wrapper);
    return callback.apply(this, args);
  });
  wrapper._callback = callback;
  return wrapper;
}

type Names = string | Record<string, Callback>;

/** Backbone's own methods. Their types are written here: Backbone's would have to be installed by everybody who uses this package's. */
interface BackboneEvents {
  on(name: Names, callback?: Callback, context?: unknown): unknown;
  bind(name: Names, callback?: Callback, context?: unknown): unknown;
  off(name?: Names | null, callback?: Callback | null, context?: unknown): unknown;
  unbind(name?: Names | null, callback?: Callback | null, context?: unknown): unknown;
  trigger(name: string, ...args: unknown[]): unknown;
  listenTo(target: unknown, name: Names, callback?: Callback): unknown;
  stopListening(target?: unknown, name?: Names | null, callback?: Callback | null): unknown;
}

/**
 * Backbone's Events with `triggerThen`: the mixin of every model, collection and shelf.
 * @see https://backbonejs.org/#Events
 */
export const Events: BackboneEvents & AwaitedEvents = {
  ...Backbone.Events,

  /** Binds a handler that runs once; its result reaches `triggerThen`. */
  once(this: Emitter, name: string | Record<string, Callback>, callback?: Callback, context?: unknown): unknown {
    for (const [each, handler] of pairs(name, callback)) {
      const target = typeof name === 'object' && context === undefined ? callback : context;
      this.on(
        each,
        onlyOnce(handler, (wrapper) => this.off(each, wrapper)),
        target,
      );
    }
    return this;
  },

  /** Listens once to another object's event; the result reaches its `triggerThen`. */
  listenToOnce(this: Emitter, target: Emitter, name: string | Record<string, Callback>, callback?: Callback): unknown {
    for (const [each, handler] of pairs(name, callback)) {
      this.listenTo(
        target,
        each,
        onlyOnce(handler, (wrapper) => this.stopListening(target, each, wrapper)),
      );
    }
    return this;
  },

  /**
   * Triggers one or more events and waits: handlers run one after another in the order of their
   * registration. Resolves with every handler's result; rejects with the first error.
   */
  async triggerThen(this: Emitter, names: string, ...args: unknown[]): Promise<unknown[]> {
    const results: unknown[] = [];
    for (const name of names.trim().split(/\s+/)) {
      const events = this._events;
      const handlers = events !== undefined && Object.hasOwn(events, name) ? events[name] : undefined;
      // Read before the handlers run, as Backbone does: one that unbinds another does not silence it in this round.
      const all = this._events?.['all']?.slice();
      if (handlers !== undefined && name !== 'all') {
        for (const { callback, ctx } of handlers.slice()) results.push(await callback.apply(ctx, args));
      }
      if (all !== undefined) for (const { callback, ctx } of all) await callback.apply(ctx, [name, ...args]);
    }
    return results;
  },
} as unknown as BackboneEvents & AwaitedEvents;

/** Whether anybody listens, so that nothing is built for nobody. */
export function isHeard(emitter: { _events?: object | undefined }): boolean {
  return emitter._events !== undefined;
}
