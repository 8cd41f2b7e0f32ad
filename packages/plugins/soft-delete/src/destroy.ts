import {
  actionOptions,
  attributeOf,
  cutToColumnOf,
  tableNameOf,
  type CallOptions,
  type ModelInstance,
} from '@shelf/core/inside';
import { mark, type Marking } from './mark.js';
import { dependentsOf } from './related.js';
import { scopeOf } from './scope.js';
import type { Settings, SettingsOf } from './settings.js';
import { everyOf, statementOptions, together } from './together.js';

/** Marks the model's row as deleted, or the rows that its query constrains, and those that are to go with them. */
export async function destroySoftly(
  model: ModelInstance,
  settings: Settings,
  settingsOf: SettingsOf,
  given: CallOptions,
): Promise<ModelInstance> {
  const markingIn = async (options: CallOptions): Promise<Marking & { readonly value: Date }> => ({
    column: settings.column,
    scope: scopeOf(settings),
    value: await cutToColumnOf(model, attributeOf(model, settings.column), dateOf(model, given), options),
    events: ['destroying', 'destroyed'],
    check: (count) => checkDeleted(model, given, count),
  });
  if (settings.cascade.length === 0)
    return await mark(model, actionOptions(model.shelf, given), await markingIn(given));
  return await together(model, given, async (options) => {
    const marking = await markingIn(options);
    // The time that this row holds is by which those deleted with it are found again.
    const passed = { ...statementOptions(options), date: marking.value };
    const cascade = async (rows: readonly ModelInstance[]): Promise<void> => {
      for (const row of rows) await destroyDependents(row, settings, settingsOf, passed);
    };
    return await mark(model, actionOptions(model.shelf, options), { ...marking, cascade });
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
