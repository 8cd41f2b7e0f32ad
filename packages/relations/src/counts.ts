import { InvalidRelationError } from '@shelf/core';
import {
  attributeFor,
  runBuilder,
  writeComputed,
  type CallOptions,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import type { Knex } from 'knex';
import type { Related } from './binding.js';
import { groupsOf, someOf, type Group } from './eager/groups.js';
import { joinKeys, KEYS_IN_A_UNION, keysAtOnce, listedColumns, POSITION_IN_LIST } from './eager/keys.js';
import { askedModel, byPath } from './eager/load.js';
import { treeOf, type Constraint, type Tree } from './eager/tree.js';
import type { Path } from './kinds/kind.js';
import { pairingOf } from './pairing.js';
import type { Relation } from './relation.js';
import { relationOf } from './related.js';
import { relatedRows } from './related-rows.js';
import { sizeWithin } from './shape.js';
import { tablesOf } from './tables.js';

/** Reads `withCount`: a name, `{name: constraint}`, or an array of those. Names that are dotted count nothing. */
export function countsOf(model: ModelInstance, given: unknown): Tree {
  const tree = treeOf(given);
  for (const [name, { children }] of tree) {
    relationOf(model, name);
    if (children.size === 0) continue;
    const { name: model_ } = model.constructor;
    throw new InvalidRelationError(
      `${model_}: withCount counts relations of the model itself, not '${name}.${[...children.keys()].join()}'`,
      {
        model: model_,
      },
    );
  }
  return tree;
}

/** Gives the parents the numbers of their related rows, as `<name>_count`: one grouped query for each relation. */
export async function count(parents: readonly ModelInstance[], counts: Tree, options: CallOptions): Promise<void> {
  if (parents.length === 0) return;
  for (const [name, { constraints }] of counts) {
    const asked = askedModel(parents);
    const { relation, related } = relationOf(asked, name);
    const attribute = attributeFor(asked, `${name}_count`);
    for (const parent of parents) writeComputed(parent, attribute, 0);
    const constraint: Constraint | undefined =
      constraints.length === 0
        ? undefined
        : function (query) {
            for (const each of constraints) each.call(this, query);
          };
    for (const [path, some] of byPath(relation, parents)) {
      const numbers = await countAlong(relation, related, path, some, constraint, options);
      for (const [{ parents: alike }, number] of numbers)
        for (const parent of alike) writeComputed(parent, attribute, number);
    }
  }
}

async function countAlong(
  relation: Relation,
  related: Related,
  path: Path,
  parents: readonly ModelInstance[],
  constraint: Constraint | undefined,
  options: CallOptions,
): Promise<Map<Group<number>, number>> {
  const { shelf } = relation.owner;
  const { knex } = shelf;
  const tables = await tablesOf(shelf, path, options);
  const pairing = await pairingOf(parents, path, tables, options);
  const { list, keys } = groupsOf<number>(relation.label, parents, path, tables, pairing);
  const listed = keysAtOnce(shelf, listedColumns(tables, pairing), keys, 0) === Infinity;
  const at = listed ? list.length : KEYS_IN_A_UNION;
  const numbers = new Map<Group<number>, number>();
  const origin = { shelf, options, model: path.target.model.name, table: tables.target.name };
  for (let from = 0; from < list.length; from += at) {
    const join = (query: Knex.QueryBuilder): readonly (readonly [Knex.Raw, string])[] => {
      joinKeys(query, path, tables, pairing, listed ? keys : someOf(keys, from, from + at), knex);
      return [[knex.raw(POSITION_IN_LIST), 'shelf_n']];
    };
    const { rows, range } = await relatedRows(relation, related, path, tables, constraint, options, join);
    const counted = knex
      .queryBuilder()
      .from(rows.as('shelf_related'))
      .select({ n: 'shelf_n' })
      .count({ number: '*' })
      .groupBy('shelf_n');
    for (const { n, number } of (await runBuilder(origin, counted)) as Row[])
      numbers.set(list[from + Number(n)] as Group<number>, sizeWithin(range, Number(number)));
  }
  return numbers;
}
