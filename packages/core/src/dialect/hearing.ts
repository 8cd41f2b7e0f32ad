import type { EventEmitter } from 'node:events';

type Emitter = Pick<EventEmitter, 'listenerCount'>;

/** Where a knex client's events go: knex forwards them from one emitter to the next. */
interface Hearing {
  /** Emitters that users have in hands. */
  readonly emitters: readonly Emitter[];
  /** How many listeners knex itself has put on the client, to forward. */
  readonly forwarders: number;
  /** The client that this one forwards to. */
  readonly outer: Emitter | undefined;
}

const hearings = new WeakMap<object, Hearing>();

/** Says where a client's events go. */
export function forwards(client: object, hearing: Hearing): void {
  hearings.set(client, hearing);
}

/** Whether anybody may listen to an event of a client; making an event for nobody costs as much as a small query. */
export function mayBeHeard(client: Emitter, event: string): boolean {
  const hearing = hearings.get(client);
  if (hearing === undefined || client.listenerCount(event) > hearing.forwarders) return true;
  for (const emitter of hearing.emitters) if (emitter.listenerCount(event) > 0) return true;
  return hearing.outer !== undefined && mayBeHeard(hearing.outer, event);
}
