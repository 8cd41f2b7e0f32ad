import { InvalidRelationError } from '@shelf/core';
import { keyNames, type ModelInstance, sampleOf } from '@shelf/core/inside';
import { columnsOr, foreignKeyTo, joinTable, tableOf } from '../names.js';
import { targetOf } from '../target.js';
import { columns } from '../through.js';
import type { Kind } from './kind.js';
import { shown } from '../shown.js';

/** Owner and target are joined by the rows of a table between, its pivot. */
export function belongsToMany(
  owner: ModelInstance,
  given: unknown,
  table?: unknown,
  foreignKey?: unknown,
  otherKey?: unknown,
  foreignKeyTarget?: unknown,
  otherKeyTarget?: unknown,
): Kind {
  const target = targetOf(owner, 'belongsToMany', given);
  if (table !== undefined && table !== null && typeof table !== 'string') {
    const { name } = owner.constructor;
    const what = `${name}: belongsToMany takes the join table's name, not ${shown(table)}`;
    throw new InvalidRelationError(what, { model: name });
  }
  const here = columns(owner, foreignKey);
  const there = columns(owner, otherKey);
  const hereTarget = columns(owner, foreignKeyTarget);
  const thereTarget = columns(owner, otherKeyTarget);
  return {
    name: 'belongsToMany',
    single: false,
    pivotal: true,
    throughable: true,
    paths(through) {
      const other = sampleOf(target.model);
      const between = through && sampleOf(through.interim.model);
      const inPivot = columnsOr(through?.otherKey ?? there, () => foreignKeyTo(other));
      const inTarget = columnsOr(through?.otherKeyTarget ?? thereTarget, () => keyNames(other.idAttribute));
      return [
        {
          target,
          from: columnsOr(through?.throughForeignKeyTarget ?? hereTarget, () => keyNames(owner.idAttribute)),
          to: columnsOr(through?.throughForeignKey ?? here, () => foreignKeyTo(owner)),
          pivot: {
            table: between === undefined ? (table ?? joinTable(owner, other)) : tableOf(between),
            model: through?.interim.model,
            on: inPivot.map((column, i) => [column, inTarget[i] as string]),
          },
        },
      ];
    },
  };
}
