import type { ModelInstance } from '@shelf/core/inside';
import { targetOf } from '../target.js';
import { columns } from '../through.js';
import type { Kind } from './kind.js';
import { owned, ownedThrough } from './owned.js';

/** The owner has several of the target's rows, which hold the owner's key. */
export function hasMany(owner: ModelInstance, given: unknown, foreignKey?: unknown, foreignKeyTarget?: unknown): Kind {
  const target = targetOf(owner, 'hasMany', given);
  const keys = [columns(owner, foreignKey), columns(owner, foreignKeyTarget)] as const;
  return {
    name: 'hasMany',
    single: false,
    throughable: true,
    paths: (through) =>
      through === undefined ? [owned(owner, target, ...keys)] : [ownedThrough(owner, target, ...keys, through)],
  };
}
