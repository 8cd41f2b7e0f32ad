import { InvalidValueError } from '../errors.js';
import type { CallOptions, ModelInstance, Row } from '../instance.js';
import { keyOf } from '../key.js';
import { hasOwn } from '../own.js';
import type { Scope } from '../scope.js';
import { passThrough } from './attributes.js';
import { tableNameOf } from './query.js';
import { heldScopes } from './scoped.js';

/** Whether a scope that holds for a call stamps the rows of a model, and keeps them so. */
export function isStamped(scopes: readonly Scope[], options: CallOptions): boolean {
  return scopes.length > 0 && heldScopes(scopes, options).some(keepsStamp);
}

/** A row is not led out of a scope that narrows nothing; and one that only leads to a row has no say in what becomes of it. */
export function keepsStamp({ stamp, constrain, once }: Scope): boolean {
  return stamp !== undefined && constrain !== undefined && once !== true;
}

/** What a scope stamps on a model's row; undefined where it stamps nothing. */
export function stampsOf(
  scope: Scope,
  model: ModelInstance,
  options: CallOptions,
  action: 'insert' | 'update',
  attributes: Row = model._row,
): Row | undefined {
  return scope.stamp?.(attributes, { action, table: tableNameOf(model), options, target: model });
}

/** Refuses a write that gives a column which a scope stamps another value: it would lead the row out of the scope. */
export function keepStamps(
  model: ModelInstance,
  written: Row,
  options: CallOptions,
  action: 'insert' | 'update' = 'update',
  scopes: readonly Scope[] = model.scopes,
): void {
  if (!isStamped(scopes, options) || Object.keys(written).length === 0) return;
  const attributes = { ...model._row, ...written };
  for (const scope of heldScopes(scopes, options)) {
    if (!keepsStamp(scope)) continue;
    const stamps = stampsOf(scope, model, options, action, attributes);
    if (stamps !== undefined) refuseOther(model, scope, stamps, written, options, action === 'insert');
  }
}

/**
 * Throws where values differ from what a scope stamps.
 *
 * @param isNew whether `undefined` means that nothing was given; in a stored row it takes an attribute without a column away
 */
export function refuseOther(
  model: ModelInstance,
  scope: Scope,
  stamps: Row,
  written: Row,
  options: CallOptions,
  isNew: boolean = true,
): void {
  const other =
    otherIn(stamps, written, isNew) ??
    // Under another name it may be the same column.
    (model.format === passThrough
      ? undefined
      : otherIn(model.format({ ...stamps }, options), model.format({ ...written }, options), isNew));
  if (other === undefined) return;
  const { name } = model.constructor;
  const table = tableNameOf(model);
  throw new InvalidValueError(
    `${name} '${table}': '${other}' is given by the scope '${scope.name}', and another value would lead the row out of it; {scopes: false} and unscoped() leave the scope`,
    { model: name, table, columns: [other] },
  );
}

function otherIn(stamps: Row, written: Row, isNew: boolean): string | undefined {
  return Object.keys(stamps).find(
    (name) =>
      hasOwn(written, name) && !(isNew && written[name] === undefined) && !isSameValue(stamps[name], written[name]),
  );
}

/** The same value in another JavaScript type is no other one: `1` and `'1'`. */
function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  const key = keyOf(one);
  return key !== undefined && key === keyOf(other);
}
