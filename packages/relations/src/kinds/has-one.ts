import type { ModelInstance } from '@shelf/core/inside';
import { targetOf } from '../target.js';
import { columns } from '../through.js';
import type { Kind } from './kind.js';
import { owned, ownedThrough } from './owned.js';

/** The owner has one of the target's rows, which hold the owner's key. */
export function hasOne(owner: ModelInstance, given: unknown, foreignKey?: unknown, foreignKeyTarget?: unknown): Kind {
  const target = targetOf(owner, 'hasOne', given);
  const keys = [columns(owner, foreignKey), columns(owner, foreignKeyTarget)] as const;
  return {
    name: 'hasOne',
    single: true,
    throughable: true,
    paths: (through) =>
      through === undefined ? [owned(owner, target, ...keys)] : [ownedThrough(owner, target, ...keys, through)],
  };
}
