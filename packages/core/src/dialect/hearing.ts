/** A Node EventEmitter, by the table that it keeps its listeners in: asking it for their number takes thrice as long. */
interface Emitter {
  readonly _events?: Readonly<Record<string, unknown>> | undefined;
  /** Of how many events it has listeners. */
  readonly _eventsCount?: number;
}

/** Where a knex client's events go: knex forwards them from one emitter to the next. */
interface Hearing {
  /** Emitters that users have in hands. */
  readonly emitters: readonly object[];
  /** How many listeners knex itself has put on the client, to forward. */
  readonly forwarders: number;
  /** The client that this one forwards to. */
  readonly outer: object | undefined;
}

const hearings = new WeakMap<object, Hearing>();

/** Says where a client's events go. */
export function forwards(client: object, hearing: Hearing): void {
  hearings.set(client, hearing);
}

/** Whether anybody may listen to an event of a client; making an event for nobody costs as much as a small query. */
export function mayBeHeard(client: object, event: string): boolean {
  const hearing = hearings.get(client);
  if (hearing === undefined || listeners(client, event) > hearing.forwarders) return true;
  for (const emitter of hearing.emitters) if (listeners(emitter, event) > 0) return true;
  return hearing.outer !== undefined && mayBeHeard(hearing.outer, event);
}

function listeners(emitter: object, event: string): number {
  const { _events, _eventsCount } = emitter as Emitter;
  // Mostly nobody listens to anything, which is known without looking the name up.
  const found = _eventsCount === 0 ? undefined : _events?.[event];
  if (found === undefined) return 0;
  return Array.isArray(found) ? found.length : 1;
}
