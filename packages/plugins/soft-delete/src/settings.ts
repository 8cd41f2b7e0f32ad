import { InvalidValueError } from '@shelf/core';
import type { ModelInstance } from '@shelf/core/inside';

/** How a class deletes softly, with its defaults. */
export interface Settings {
  readonly column: string;
  readonly cascade: readonly string[];
}

/** Reads what a model's class says of its soft delete; undefined where it deletes for good. */
export type SettingsOf = (model: ModelInstance) => Settings | undefined;

/** Makes the reader for one shelf. What one class says is read once. */
export function settingsReader(column: string): SettingsOf {
  const usual: Settings = Object.freeze({ column, cascade: [] });
  const known = new WeakMap<object, Settings>();
  return (model) => {
    const said = (model as { readonly softDelete?: unknown }).softDelete;
    if (said === undefined || said === false || said === null) return undefined;
    if (said === true) return usual;
    if (typeof said !== 'object') throw refusal(model, 'is true, or an object with `column` and `cascade`');
    let settings = known.get(said);
    if (settings === undefined) known.set(said, (settings = read(model, said, column)));
    return settings;
  };
}

function read(model: ModelInstance, said: object, column: string): Settings {
  const { column: own = column, cascade = [], ...others } = said as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refusal(model, `knows \`column\` and \`cascade\`, not '${unknown}'`);
  if (typeof own !== 'string' || own === '') throw refusal(model, "has the name of a column in `column`: 'deleted_at'");
  if (!Array.isArray(cascade) || !cascade.every((each) => typeof each === 'string'))
    throw refusal(model, "has a list of relations' names in `cascade`: ['posts']");
  return Object.freeze({ column: own, cascade });
}

function refusal(model: ModelInstance, what: string): InvalidValueError {
  const { name } = model.constructor;
  return new InvalidValueError(`${name}: softDelete ${what}`, { model: name });
}
