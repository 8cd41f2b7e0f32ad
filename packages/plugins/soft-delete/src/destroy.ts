import { actionOptions, tableNameOf, type CallOptions, type ModelInstance } from '@shelf/core/inside';
import { mark, type Marking } from './mark.js';
import { dependentsOf } from './related.js';
import { scopeOf } from './scope.js';
import type { Settings, SettingsOf } from './settings.js';
import { everyOf, statementOptions, together } from './together.js';

/** Marks the model's row as deleted, or the rows that its query constrains, and those that are to go with them. */
export function destroySoftly(
  model: ModelInstance,
  settings: Settings,
  settingsOf: SettingsOf,
  given: CallOptions,
): Promise<ModelInstance> {
  const date = dateOf(model, given);
  const marking: Marking = {
    column: settings.column,
    scope: scopeOf(settings),
    value: date,
    events: ['destroying', 'destroyed'],
    check: (count) => checkDeleted(model, given, count),
  };
  if (settings.cascade.length === 0) return mark(model, actionOptions(model.shelf, given), marking);
  return together(model, given, async (options) => {
    const passed = { ...statementOptions(options), date };
    const cascade = async (rows: readonly ModelInstance[]): Promise<void> => {
      for (const row of rows) await destroyDependents(row, settings, settingsOf, passed);
    };
    return mark(model, actionOptions(model.shelf, options), { ...marking, cascade });
  });
}

async function destroyDependents(
  model: ModelInstance,
  settings: Settings,
  settingsOf: SettingsOf,
  options: CallOptions,
): Promise<void> {
  for (const { all, singly } of dependentsOf(model, settings, settingsOf)) {
    const models = singly ? await everyOf(all(), options) : [all()];
    for (const each of models) await (each as Destroyable).destroy(options);
  }
}

type Destroyable = ModelInstance & { destroy(options: CallOptions): Promise<unknown> };

function dateOf({ shelf }: ModelInstance, { date }: CallOptions): Date {
  return date === undefined ? shelf.now() : new Date(date as string | number | Date);
}

function checkDeleted(model: ModelInstance, { require }: CallOptions, count: number): void {
  if (count > 0 || require !== true) return;
  const { name, NoRowsDeletedError } = model.constructor;
  const table = tableNameOf(model);
  throw new NoRowsDeletedError(`${name}: no row of table '${table}' was deleted`, { model: name, table });
}
