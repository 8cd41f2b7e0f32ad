import { keyNames, type ModelInstance, sampleOf } from '@shelf/core/inside';
import { columnsOr, foreignKeyTo, tableOf } from '../names.js';
import { targetOf } from '../target.js';
import { columns, type Through } from '../through.js';
import type { Kind, Path } from './kind.js';

/** The owner holds the key of the one row that it belongs to. */
export function belongsTo(
  owner: ModelInstance,
  given: unknown,
  foreignKey?: unknown,
  foreignKeyTarget?: unknown,
): Kind {
  const target = targetOf(owner, 'belongsTo', given);
  const pointing = columns(owner, foreignKey);
  const pointed = columns(owner, foreignKeyTarget);
  const keyOfTarget = (): readonly string[] => keyNames(sampleOf(target.model).idAttribute);
  const toTarget = (): readonly string[] => foreignKeyTo(sampleOf(target.model));

  const direct = (): Path => ({
    target,
    from: columnsOr(pointing, toTarget),
    to: columnsOr(pointed, keyOfTarget),
  });

  /** The owner points to a row between, which points to the target. */
  const indirect = (through: Through): Path => {
    const between = sampleOf(through.interim.model);
    const inPivot = columnsOr(through.otherKey ?? pointing, toTarget);
    const inTarget = columnsOr(through.otherKeyTarget ?? pointed, keyOfTarget);
    return {
      target,
      from: columnsOr(through.throughForeignKey, () => foreignKeyTo(between)),
      to: columnsOr(through.throughForeignKeyTarget, () => keyNames(between.idAttribute)),
      pivot: {
        table: tableOf(between),
        model: through.interim.model,
        on: inPivot.map((column, i) => [column, inTarget[i] as string]),
      },
      lookedUp: true,
    };
  };

  return {
    name: 'belongsTo',
    single: true,
    throughable: true,
    paths: (through) => [through === undefined ? direct() : indirect(through)],
  };
}
