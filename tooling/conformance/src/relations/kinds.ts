import type { Shelf } from '@shelf/core';
import type { Knex } from 'knex';
import { makeDepot, type Depot } from './depot.js';
import { counted, labelsOf, openRelations, type Entity, type Row, type RelationHarness } from './entities.js';
import { KEY_TYPES } from './key-types.js';

interface Case {
  readonly kind: string;
  readonly relation: string;
  readonly from: keyof Depot;
  readonly single: boolean;
}

const CASES: readonly Case[] = [
  { kind: 'hasOne', relation: 'one', from: 'Owner', single: true },
  { kind: 'hasMany', relation: 'many', from: 'Owner', single: false },
  { kind: 'belongsTo', relation: 'belongsToOne', from: 'Item', single: true },
  { kind: 'belongsToMany', relation: 'linked', from: 'Owner', single: false },
  { kind: 'morphOne', relation: 'morphedOne', from: 'Owner', single: true },
  { kind: 'morphMany', relation: 'morphedMany', from: 'Owner', single: false },
  { kind: 'morphTo', relation: 'subject', from: 'Item', single: true },
  { kind: 'hasOne through', relation: 'oneThrough', from: 'Owner', single: true },
  { kind: 'hasMany through', relation: 'manyThrough', from: 'Owner', single: false },
  { kind: 'belongsTo through', relation: 'belongsThrough', from: 'Item', single: true },
  { kind: 'belongsToMany through', relation: 'linkedThrough', from: 'Owner', single: false },
];

/** What each parent's relation holds; the constraint leaves out what is called `p` or `A`. */
function answerOf({ from, single }: Case, constrained: boolean): Row {
  if (from === 'Item') return constrained ? { p: null, q: 'B', r: null, n: null } : { p: 'A', q: 'B', r: 'A', n: null };
  if (single) return { A: constrained ? null : 'p', B: 'q', C: null };
  return { A: constrained ? ['r'] : ['p', 'r'], B: ['q'], C: [] };
}

/** Every kind with every type of key, eager and lazy, with and without constraint, in and out of a transaction. */
export function kindsSuite(harness: RelationHarness): void {
  const types = harness.brief === true ? KEY_TYPES.filter((_, i) => i % 3 === 0) : KEY_TYPES;
  describe.each(types)('$name keys', (type) => {
    describe.each(CASES)('$kind', (tested) => {
      let db: Shelf;
      let depot: Depot;
      beforeAll(async () => {
        db = await openRelations(harness);
        depot = await makeDepot(db, type, !tested.single || tested.from === 'Item');
        // That a driver rounds a column's integers is noticed when they are first read.
        if (harness.generic !== undefined) await parents({ withRelated: [tested.relation] });
      });
      afterAll(() => db.destroy());

      const modes = [true, false].flatMap((constrained) =>
        [true, false].map((inside) => ({
          constrained,
          inside,
          name: `${constrained ? 'with' : 'without'} a constraint, ${inside ? 'inside' : 'outside'} a transaction`,
        })),
      );
      const constrain = (qb: Knex.QueryBuilder): unknown =>
        tested.from === 'Item' ? qb.whereNot('owners.label', 'A') : qb.whereNot('items.label', 'p');
      const run = <T>(inside: boolean, work: (options: object) => Promise<T>): Promise<T> =>
        inside ? db.transaction(async (t) => work({ transacting: t })) : work({});
      const parents = async (options: object): Promise<Entity[]> => {
        const { models } = await depot[tested.from].forge().orderBy('label').fetchAll(options);
        return models;
      };
      const sorted = (labels: unknown): unknown =>
        Array.isArray(labels) ? labels.toSorted((a, b) => String(a).localeCompare(String(b))) : labels;
      const holding = (models: readonly Entity[], labels: readonly unknown[]): Row =>
        Object.fromEntries(models.map((model, i) => [model.get('label'), sorted(labels[i])]));

      test.each(modes)('eager, $name', async ({ constrained, inside }) => {
        const withRelated = constrained ? [{ [tested.relation]: constrain }] : [tested.relation];
        const { value, queries } = await counted(db, async () =>
          run(inside, async (options) => parents({ ...options, withRelated })),
        );
        const labels = value.map((model) => labelsOf(model.toJSON()[tested.relation]));
        expect(holding(value, labels)).toEqual(answerOf(tested, constrained));
        expect(queries).toBe(2);
      });

      test.each(modes)('lazy, $name', async ({ constrained, inside }) => {
        await run(inside, async (options) => {
          const models = await parents(options);
          const labels: unknown[] = [];
          const { queries } = await counted(db, async () => {
            for (const model of models) {
              const related = model.related(tested.relation);
              if (constrained) related.query(constrain);
              const found = await related.fetch(options);
              labels.push(labelsOf(found?.toJSON() ?? null));
            }
          });
          expect(holding(models, labels)).toEqual(answerOf(tested, constrained));
          expect(queries).toBe(3);
        });
      });
    });
  });
}
