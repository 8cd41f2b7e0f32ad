import { InvalidValueError, UndefinedBindingError } from '@shelf/core';
import { attributeOf, isModel, own, type ModelInstance, type Row } from '@shelf/core/inside';
import type { Path } from '../kinds/kind.js';
import { valuesOf } from '../values.js';
import type { Item } from './item.js';
import type { PivotSide } from './side.js';
import { shown } from '../shown.js';

/** Reads what attach, detach and syncPivot take: ids, models, hashes of pivot columns, or an array of those. */
export function itemsOf(side: PivotSide, given: unknown): Item[] {
  const { path } = side;
  const list: readonly unknown[] = Array.isArray(given) && !isTuple(path, given) ? (given as unknown[]) : [given];
  return list.map((each) => itemOf(side, each));
}

/** An id of several parts is an array itself. */
function isTuple({ pivot }: Path, given: readonly unknown[]): boolean {
  const width = pivot?.on.length ?? 1;
  return width > 1 && given.length === width && given.every(isScalar);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' ? value !== undefined && typeof value !== 'function' : isScalarObject(value);
}

function isScalarObject(value: object | null): boolean {
  return value instanceof Date || value instanceof Uint8Array;
}

function itemOf(side: PivotSide, given: unknown): Item {
  const { path, label, Pivot } = side;
  const on = path.pivot?.on ?? [];
  if (given === undefined || given === null) {
    throw new UndefinedBindingError(
      `${label} cannot attach or detach ${shown(given)}; it takes ids, models and hashes`,
      {
        model: Pivot.name,
        table: path.pivot?.table,
      },
    );
  }
  if (Array.isArray(given)) {
    if (isTuple(path, given)) return { key: given as unknown[], attributes: {}, model: undefined };
    throw refusal(side, `an id of ${on.length} part${on.length === 1 ? '' : 's'}, not an array of ${given.length}`);
  }
  if (isModel(given)) return itemOfModel(side, given);
  if (isScalar(given)) {
    if (on.length !== 1) throw refusal(side, `ids of ${on.length} parts, not ${shown(given)}`);
    return { key: [given], attributes: {}, model: undefined };
  }
  if (typeof given !== 'object') throw refusal(side, `ids, models and hashes, not a ${typeof given}`);
  const attributes = { ...(given as Row) };
  const key = on.map(([name]) => own(attributes, name) ?? own(attributes, attributeOf(Pivot.prototype, name)));
  for (const [name] of on) {
    delete attributes[name];
    delete attributes[attributeOf(Pivot.prototype, name)];
  }
  return { key: key.includes(undefined) ? undefined : key, attributes, model: undefined };
}

function itemOfModel(side: PivotSide, model: ModelInstance): Item {
  const { path } = side;
  const { name } = model.constructor;
  if (!(model instanceof path.target.model)) throw refusal(side, `models of ${path.target.model.name}, not of ${name}`);
  const key = valuesOf(model, path.pivot?.on.map(([, target]) => target) ?? []);
  return { key: key.includes(undefined) || key.includes(null) ? undefined : key, attributes: {}, model };
}

function refusal({ label, path }: PivotSide, takes: string): InvalidValueError {
  return new InvalidValueError(`${label} takes ${takes}`, { table: path.pivot?.table });
}
