import { compileRow } from '@shelf/core/codecs';
import { extraOf, type ModelInstance, type Row } from '@shelf/core/inside';
import { collectionsOf } from '../related.js';
import type { Relation } from '../relation.js';
import type { Found } from './edge.js';

/** Puts what was found into the parents. Parents with one key share its models, and have collections of their own. */
export function assign(relation: Relation, { groups, path }: Found, name: string): void {
  const around = relation.kind.single ? undefined : collectionsOf(relation, path.target);
  const hashOf = groups.list.length < MANY ? undefined : hashMaker(name);
  const give = (parent: ModelInstance, found: ModelInstance[]): void => {
    const related = around === undefined ? (found[0] ?? null) : around(parent, found);
    const extra = extraOf(parent);
    if (extra.relations === undefined && hashOf !== undefined) extra.relations = hashOf(related);
    else parent.relations[name] = related;
  };
  for (const group of groups.list) {
    const { parent, others, found } = group;
    // Groups without rows share one list, and a collection's is its own.
    give(parent, found.length === 0 ? [] : found);
    if (others !== undefined) for (const other of others) give(other, [...found]);
  }
  for (const parent of groups.alone) give(parent, []);
}

type HashMaker = (related: unknown) => Row;

/** From so many parents on it pays to compile what makes their relations. */
const MANY = 16;
/** The most names that are remembered. */
const CAPACITY = 1000;

const makers = new Map<string, HashMaker | undefined>();

/** Makes the relations of a model that has one: V8 takes several times as long to add a name to an empty object. */
function hashMaker(name: string): HashMaker | undefined {
  if (!makers.has(name)) {
    if (makers.size >= CAPACITY) makers.clear();
    makers.set(name, compileRow<HashMaker>('related', '', [[name, 'related']]));
  }
  return makers.get(name);
}
