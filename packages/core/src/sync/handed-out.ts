import type { Knex } from 'knex';
import type { Syncing } from '../instance.js';
import { runnableCopy } from './clauses.js';
import type { Runner, RunningClient } from './knex-client.js';
import { narrowed, narrowedNow, type HandedOut } from './narrowed-copy.js';
import { rememberSubquery } from './subqueries.js';

type Builder = Knex.QueryBuilder;

const views = new WeakMap<Builder, Builder>();

/**
 * knex's builder of a model's query, as `query()` hands it out. It builds that query; what runs, whenever and however that is done, is a
 * copy which has the scopes, the names and the transaction put in.
 */
export function handOut(syncing: Syncing, builder: Builder): Builder {
  let view = views.get(builder);
  if (view === undefined) {
    const leading = syncing.scopes.filter(({ once }) => once === true);
    views.set(builder, (view = viewOf({ syncing, builder, leading, transaction: undefined })));
  }
  return view;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Methods of knex's builders that call others of them, and look at no clause themselves. */
const CALLING: ReadonlySet<PropertyKey> = new Set([
  'constructor',
  'then',
  'stream',
  'pipe',
  'catch',
  'finally',
  'asCallback',
  'toQuery',
  'toString',
  'modify',
]);

/**
 * The builder as everybody but its model sees it. knex's own methods see the clauses as they are; who reads them otherwise is about to
 * compile them: a builder of which this one is a subquery.
 */
function viewOf(own: HandedOut): Builder {
  const { builder } = own;
  let calls = 0;
  const call =
    (method: Method): Method =>
    (...args) => {
      calls++;
      try {
        return method.apply(view, args);
      } finally {
        calls--;
      }
    };
  const methods: Readonly<Record<string, unknown>> = {
    toSQL: (...args: Parameters<Builder['toSQL']>) => narrowedNow(own).toSQL(...args),
    clone: () => copyOf(own),
    transacting(t: Knex.Transaction) {
      void builder.transacting(t);
      own.transaction = typeof t === 'function' ? t : undefined;
      return view;
    },
    onConflict: (columns: string) => chainedTo(builder.onConflict(columns), builder, () => view),
  };
  const view: Builder = new Proxy(builder, {
    get(target, name) {
      if (name === 'and') return view;
      if (calls === 0 && name === 'client') return running(own);
      if (typeof name === 'string' && Object.hasOwn(methods, name)) return methods[name];
      if (calls === 0 && (name === '_statements' || name === '_single')) return Reflect.get(narrowedNow(own), name);
      const value: unknown = Reflect.get(target, name, view);
      return typeof value === 'function' && !CALLING.has(name) ? call(value as Method) : value;
    },
  });
  rememberSubquery(view, () => narrowed(own));
  return view;
}

function copyOf({ syncing, builder, leading, transaction }: HandedOut): Builder {
  const copy = builder.clone();
  const view = viewOf({ syncing, builder: copy, leading, transaction });
  views.set(copy, view);
  return view;
}

/** An object of knex's whose methods give back a builder, with the view of that builder in its place. */
function chainedTo<T extends object>(chained: T, builder: Builder, view: () => Builder): T {
  return new Proxy(chained, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const result: unknown = (value as Method).apply(target, args);
        return result === builder ? view() : result;
      };
    },
  });
}

/** The client, which runs the builder narrowed. */
function running(own: HandedOut): RunningClient {
  const { client } = own.builder as unknown as { readonly client: RunningClient };
  return Object.create(client, { runner: { value: () => runnerOf(own) } }) as RunningClient;
}

/** knex's runner for the builder: it takes up the narrowed copy when it is about to ask for a connection. */
function runnerOf(own: HandedOut): Runner {
  const copy = runnableCopy(own.builder);
  const runner = (copy as unknown as { readonly client: RunningClient }).client.runner(copy);
  const { ensureConnection } = runner;
  runner.ensureConnection = async (...args) => {
    const { builder, state } = await narrowed(own);
    runner.builder = builder;
    runner.client = (builder as unknown as { readonly client: RunningClient }).client;
    state?.enter();
    try {
      return await ensureConnection.apply(runner, args);
    } finally {
      state?.leave();
    }
  };
  return runner;
}
