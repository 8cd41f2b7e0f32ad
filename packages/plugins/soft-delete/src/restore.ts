import { InvalidValueError } from '@shelf/core';
import {
  actionOptions,
  attributeOf,
  cutToColumnOf,
  own,
  tableNameOf,
  type CallOptions,
  type ModelInstance,
} from '@shelf/core/inside';
import { mark, type Marking } from './mark.js';
import { dependentsOf } from './related.js';
import { scopeOf } from './scope.js';
import type { Settings, SettingsOf } from './settings.js';
import { everyOf, statementOptions, together } from './together.js';

/** Takes the mark off the model's row, or off the rows that its query constrains, and off those that were deleted with them. */
export async function restore(
  model: ModelInstance,
  settingsOf: SettingsOf,
  given: CallOptions | undefined,
): Promise<ModelInstance> {
  const settings = settingsOf(model);
  const { name } = model.constructor;
  if (settings === undefined)
    throw new InvalidValueError(`${name} cannot be restored: it does not delete softly (static softDelete = true)`, {
      model: name,
    });
  const options: CallOptions = { ...given, onlyDeleted: true };
  const marking: Marking = {
    column: settings.column,
    scope: scopeOf(settings),
    value: null,
    events: ['restoring', 'restored'],
    check: (count) => checkRestored(model, options, count),
  };
  if (settings.cascade.length === 0) return await mark(model, actionOptions(model.shelf, options), marking);
  return await together(model, options, async (inner) => {
    const passed = statementOptions(inner);
    const attribute = attributeOf(model, settings.column);
    const cascade = async (rows: readonly ModelInstance[]): Promise<void> => {
      // The time as the database holds it, which may be less exact than what was written.
      for (const row of rows) await restoreDependents(row, settings, settingsOf, own(row._row, attribute), passed);
    };
    return await mark(model, actionOptions(model.shelf, inner), { ...marking, cascade });
  });
}

async function restoreDependents(
  model: ModelInstance,
  settings: Settings,
  settingsOf: SettingsOf,
  date: unknown,
  options: CallOptions,
): Promise<void> {
  for (const { all, singly, settings: theirs } of dependentsOf(model, settings, settingsOf)) {
    const rows = all();
    const attribute = attributeOf(rows, theirs.column);
    const time = date instanceof Date ? await cutToColumnOf(rows, attribute, date, options) : date;
    rows.query('where', `${tableNameOf(rows)}.${theirs.column}`, '=', time);
    const models = singly ? await everyOf(rows, { ...options, onlyDeleted: true }) : [rows];
    for (const each of models) await restore(each, settingsOf, { ...options, require: false });
  }
}

function checkRestored(model: ModelInstance, { require }: CallOptions, count: number): void {
  if (count > 0 || require === false) return;
  const { name, NoRowsUpdatedError } = model.constructor;
  const table = tableNameOf(model);
  throw new NoRowsUpdatedError(`${name}: no deleted row of table '${table}' was restored`, { model: name, table });
}
