/** The event functions, of whoever has them. */
export interface Bus {
  on(events: string | object, handler?: unknown, context?: unknown): unknown;
  off(events?: string | null, handler?: unknown, context?: unknown): unknown;
  once(events: string | object, handler?: unknown, context?: unknown): unknown;
  bind(events: string | object, handler?: unknown, context?: unknown): unknown;
  unbind(events?: string | null, handler?: unknown, context?: unknown): unknown;
  trigger(events: string, ...args: unknown[]): unknown;
  listenTo(other: unknown, events: string | object, handler?: unknown): unknown;
  listenToOnce(other: unknown, events: string | object, handler?: unknown): unknown;
  stopListening(other?: unknown, events?: string | null, handler?: unknown): unknown;
}

export interface AwaitingBus extends Bus {
  triggerThen(events: string, ...args: unknown[]): Promise<unknown[]>;
}

export type Log = (name: string) => (...args: unknown[]) => void;

/** Small programs on one bus and a stranger, the same for Backbone and for Shelf. */
export const programs: readonly [what: string, program: (bus: Bus, log: Log, other: Bus) => void][] = [
  [
    'on and trigger, with arguments',
    (bus, log) => void (bus.on('a', log('h')), bus.trigger('a', 1, 'two'), bus.trigger('b')),
  ],
  ['several names in one string', (bus, log) => void (bus.on('a b', log('h')), bus.trigger('b a', 1))],
  ['a hash of handlers', (bus, log) => void (bus.on({ a: log('a'), b: log('b') }), bus.trigger('a b', 1))],
  [
    'handlers run in order of registration',
    (bus, log) => {
      for (const name of ['1', '2', '3']) bus.on('a', log(name));
      bus.trigger('a');
    },
  ],
  [
    'the context is this',
    (bus, log) => {
      const note = log('this');
      bus.on(
        'a',
        function (this: unknown) {
          note(this);
        },
        'context',
      );
      bus.on('a', function (this: unknown) {
        note(this === bus);
      });
      bus.trigger('a');
    },
  ],
  [
    'off of one handler, one event, one context, all',
    (bus, log) => {
      const handler = log('h');
      bus.on('a b', handler);
      bus.on('a', log('context'), bus);
      bus.off('a', handler);
      bus.trigger('a b');
      bus.off(null, null, bus);
      bus.trigger('a b');
      bus.on('c', log('c'));
      bus.off('c');
      bus.off(null, handler);
      bus.trigger('a b c');
      bus.on('d', log('d'));
      bus.off();
      bus.trigger('d');
    },
  ],
  [
    'bind and unbind',
    (bus, log) => void (bus.bind('a', log('h')), bus.trigger('a'), bus.unbind('a'), bus.trigger('a')),
  ],
  ['once', (bus, log) => void (bus.once('a b', log('h')), bus.trigger('a'), bus.trigger('a b'), bus.trigger('a b'))],
  [
    'once of a hash',
    (bus, log) => void (bus.once({ a: log('a'), b: log('b') }), bus.trigger('a b'), bus.trigger('a b')),
  ],
  [
    'once, taken back by its handler',
    (bus, log) => {
      const handler = log('h');
      bus.once('a', handler);
      bus.off('a', handler);
      bus.trigger('a');
    },
  ],
  [
    'once that triggers itself',
    (bus, log) =>
      void (
        bus.once('a', () => {
          log('h')();
          bus.trigger('a');
        }),
        bus.trigger('a')
      ),
  ],
  ['all', (bus, log) => void (bus.on('all', log('all')), bus.on('a', log('a')), bus.trigger('a b', 1))],
  [
    'a handler bound while the event runs waits for the next',
    (bus, log) => {
      bus.once('a', () => bus.on('a', log('late')));
      bus.trigger('a');
      bus.trigger('a');
    },
  ],
  [
    'a handler unbound while the event runs still runs',
    (bus, log) => {
      bus.on('a', () => bus.off('a'));
      bus.on('a', log('second'));
      bus.trigger('a');
      bus.trigger('a');
    },
  ],
  [
    'listenTo and stopListening',
    (bus, log, other) => {
      bus.listenTo(other, 'a b', log('h'));
      other.trigger('a b', 1);
      bus.stopListening(other, 'a');
      other.trigger('a b', 2);
      bus.stopListening();
      other.trigger('a b', 3);
    },
  ],
  [
    'listenTo gives the listener as this',
    (bus, log, other) => {
      bus.listenTo(other, 'a', function (this: unknown) {
        log('this')(this === bus);
      });
      other.trigger('a');
    },
  ],
  [
    'listenToOnce',
    (bus, log, other) => void (bus.listenToOnce(other, 'a b', log('h')), other.trigger('a b'), other.trigger('a b')),
  ],
  [
    'listenToOnce of a hash',
    (bus, log, other) => void (bus.listenToOnce(other, { a: log('a') }), other.trigger('a'), other.trigger('a')),
  ],
  [
    'stopListening of one handler',
    (bus, log, other) => {
      const handler = log('h');
      bus.listenTo(other, 'a', handler);
      bus.listenTo(other, 'a', log('kept'));
      bus.stopListening(other, null, handler);
      other.trigger('a');
    },
  ],
];

/** Runs a program and gives what it wrote into its log. */
export function logged(bus: Bus, other: Bus, program: (bus: Bus, log: Log, other: Bus) => void): unknown[] {
  const entries: unknown[] = [];
  program(
    bus,
    (name) =>
      (...args) =>
        void entries.push([name, ...args]),
    other,
  );
  return entries;
}
