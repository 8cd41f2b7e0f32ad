import type { CollectionInstance, ModelInstance, Row, Syncing } from '../instance.js';
import { keepStamps } from '../model/stamps.js';
import { oneMore } from '../sql/statements.js';
import type { Table } from '../table.js';
import type { Action } from './action.js';
import { rawOf } from './own-column.js';
import { methodOf, singleOf } from './written-names.js';

/** Holds what an UPDATE writes inside the scopes, and counts up what they count. */
export function keepWritten(action: Action, table: Table | undefined): void {
  const { query: builder, syncing, options, increments, scopes } = action;
  if (methodOf(builder) !== 'update') return;
  const single = singleOf(builder);
  const written: Row = {};
  for (const [name, value] of Object.entries({ ...counted(single.counter), ...single.update }))
    written[attributeIn(name, action, table)] = value;
  keepStamps(modelOf(syncing), written, options, 'update', scopes);
  if (increments.length === 0) return;
  const quote = (name: string): string => table?.quote(name) ?? syncing.shelf.dialect.quote(name);
  const counting = increments
    .filter((name) => !Object.hasOwn(written, name))
    .map((name) => [name, rawOf(builder, oneMore(quote(name)))] as const);
  single.update = { ...single.update, ...Object.fromEntries(counting) };
}

/** What `increment()` changes is known when it has been written. */
function counted(counter: object | undefined): Row {
  return Object.fromEntries(Object.keys(counter ?? {}).map((name) => [name, {}]));
}

/** What a column is called that knex is given: perhaps with its table, or in other letters. */
function attributeIn(name: string, action: Action, table: Table | undefined): string {
  const prefix = `${action.context('update').table}.`;
  const own = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  if (table?.columns === undefined || table.columns.has(own)) return own;
  const alike = [...table.columns.keys()].find((each) => each.toLowerCase() === own.toLowerCase());
  return table.called(own) ?? alike ?? own;
}

function modelOf(syncing: Syncing): ModelInstance {
  return 'models' in syncing ? (syncing as CollectionInstance).model.prototype : (syncing as ModelInstance);
}
