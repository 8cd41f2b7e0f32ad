import { InvalidValueError } from '@shelf/core';
import {
  actionOptions,
  attributeOf,
  idNames,
  own,
  tableNameOf,
  type CallOptions,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import { mark, type Marking } from './mark.js';
import { dependentsOf } from './related.js';
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
    value: null,
    events: ['restoring', 'restored'],
    check: (count) => checkRestored(model, options, count),
  };
  if (settings.cascade.length === 0) return mark(model, actionOptions(options), marking);
  return together(model, options, async (inner) => {
    const passed = statementOptions(inner);
    const deleted = await deletedRows(model, settings, inner);
    const cascade = async (): Promise<void> => {
      for (const { model: each, date } of deleted) await restoreDependents(each, settings, settingsOf, date, passed);
    };
    return mark(model, actionOptions(inner), { ...marking, cascade });
  });
}

interface Deleted {
  readonly model: ModelInstance;
  /** As the database holds it, which may be less exact than what was written. */
  readonly date: unknown;
}

async function deletedRows(model: ModelInstance, { column }: Settings, options: CallOptions): Promise<Deleted[]> {
  const rows = model.isNew() ? model.clone() : byKey(model);
  const models = await everyOf(rows, options);
  const attribute = attributeOf(model, column);
  return models.map((each) => ({ model: each, date: own(each._row, attribute) }));
}

/** A model whose query is for the row of another. */
function byKey(model: ModelInstance): ModelInstance {
  const table = tableNameOf(model);
  const names = idNames(model);
  const key: Row = Object.fromEntries(names.map((name) => [name, own(model._row, name)]));
  const formatted = model.format({ ...key });
  const rows = new model.constructor();
  for (const [name, value] of Object.entries(formatted)) rows.query('where', `${table}.${name}`, '=', value);
  return rows;
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
    rows.query('where', `${tableNameOf(rows)}.${theirs.column}`, '=', date);
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
