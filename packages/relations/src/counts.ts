import { InvalidRelationError } from '@shelf/core';
import { runBuilder, writeComputed, type CallOptions, type ModelInstance, type Row } from '@shelf/core/inside';
import type { Related } from './binding.js';
import { comparableTuple } from './comparable.js';
import { groupsOf, type Group } from './eager/groups.js';
import { joinKeys, KEYS_IN_A_UNION, keysAtOnce, LISTED } from './eager/keys.js';
import { askedModel, byPath } from './eager/load.js';
import { treeOf, type Constraint, type Tree } from './eager/tree.js';
import type { Path } from './kinds/kind.js';
import type { Relation } from './relation.js';
import { relationOf } from './related.js';
import { relatedRows } from './related-rows.js';
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
    const { relation, related } = relationOf(askedModel(parents), name);
    for (const parent of parents) writeComputed(parent, `${name}_count`, 0);
    const constraint: Constraint | undefined =
      constraints.length === 0
        ? undefined
        : function (query) {
            for (const each of constraints) each.call(this, query);
          };
    for (const [path, some] of byPath(relation, parents)) {
      const groups = await countAlong(relation, related, path, some, constraint, options);
      for (const group of groups)
        for (const parent of group.parents) writeComputed(parent, `${name}_count`, group.found[0] ?? 0);
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
): Promise<Group<number>[]> {
  const { shelf } = relation.owner;
  const { knex } = shelf;
  const tables = await tablesOf(shelf, path, options);
  const { byKey } = groupsOf<number>(relation.label, parents, path, tables, comparableTuple(tables.to));
  const groups = [...byKey.values()];
  const tuples = groups.map(({ tuple }) => tuple);
  const at = Math.min(keysAtOnce(shelf, tables.to, tuples, 0) === Infinity ? Infinity : KEYS_IN_A_UNION, groups.length);
  const origin = { shelf, options, model: path.target.model.name, table: tables.target.name };
  for (let from = 0; from < groups.length; from += at) {
    const { rows } = await relatedRows(related, path, tables, constraint, options);
    joinKeys(rows, path, tables, tuples.slice(from, from + at), knex);
    void rows.select(knex.raw(`${LISTED}.n as n`));
    const counted = knex.queryBuilder().from(rows.as('shelf_related')).select('n').count({ number: '*' }).groupBy('n');
    for (const { n, number } of (await runBuilder(origin, counted)) as Row[])
      groups[from + Number(n)]?.found.push(Number(number));
  }
  return groups;
}
