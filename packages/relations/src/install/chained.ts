import { InvalidRelationError } from '@shelf/core';
import { bindingOf, type Related } from '../binding.js';
import type { Relation } from '../relation.js';

/** What is chained to a relation where it is declared: on models and collections alike. */
export const chained: ThisType<Related> & object = {
  through(...args: unknown[]) {
    relationOf(this, 'through').goThrough(args);
    return this;
  },
  withPivot(columns: unknown) {
    relationOf(this, 'withPivot').withPivot(columns);
    return this;
  },
};

function relationOf(related: Related, method: string): Relation {
  const binding = bindingOf(related);
  if (binding !== undefined) return binding.relation;
  throw new InvalidRelationError(`${method} is chained to a relation: this.belongsToMany(Target).${method}(…)`);
}
