import { InvalidRelationError } from '@shelf/core';
import type { ModelInstance } from '@shelf/core/inside';
import type { Columns } from './names.js';
import { targetOf, type Target } from './target.js';
import { shown } from './shown.js';

/** The model that a relation goes through, and the keys that were given with it. */
export interface Through {
  readonly interim: Target;
  readonly throughForeignKey: Columns | undefined;
  readonly otherKey: Columns | undefined;
  readonly throughForeignKeyTarget: Columns | undefined;
  readonly otherKeyTarget: Columns | undefined;
}

/** Reads the arguments of `.through(Interim, throughForeignKey?, otherKey?, throughForeignKeyTarget?, otherKeyTarget?)`. */
export function throughOf(owner: ModelInstance, args: readonly unknown[]): Through {
  const [given, throughForeignKey, otherKey, throughForeignKeyTarget, otherKeyTarget] = args;
  return {
    interim: targetOf(owner, 'through', given),
    throughForeignKey: columns(owner, throughForeignKey),
    otherKey: columns(owner, otherKey),
    throughForeignKeyTarget: columns(owner, throughForeignKeyTarget),
    otherKeyTarget: columns(owner, otherKeyTarget),
  };
}

/** Checks that an argument names columns, where it is there. */
export function columns(owner: ModelInstance, given: unknown): Columns | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') return given;
  if (Array.isArray(given) && given.length > 0 && given.every((each) => typeof each === 'string')) return given;
  const { name } = owner.constructor;
  throw new InvalidRelationError(`${name}: a key is a column's name or a list of names, not ${shown(given)}`, {
    model: name,
  });
}
