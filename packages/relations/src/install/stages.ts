import {
  addOwnOptions,
  inheritedOptions,
  own,
  type CallOptions,
  type ModelInstance,
  type Row,
  type ShelfInternals,
  type Syncing,
} from '@shelf/core/inside';
import { bind, bindingOf, isCollection, type Binding, type Related } from '../binding.js';
import { count, countsOf } from '../counts.js';
import { checkTree } from '../eager/check.js';
import { load } from '../eager/load.js';
import { treeOf, type Tree } from '../eager/tree.js';
import { copyPivot, showPivot, withPivot } from '../pivot/pivot.js';
import { scopeOf } from '../scope.js';
import { settingsOf } from '../settings.js';
import { checkLoaded } from '../strict.js';
import { keepRelations } from '../undo.js';

/** What a fetch is to load besides its rows, between its check and its rows. */
interface Wanted {
  readonly relations: Tree | undefined;
  readonly counts: Tree | undefined;
}

const wanted = new WeakMap<CallOptions, Wanted>();

/** Takes part in the fetches, the JSON and the clones of a shelf. */
export function registerStages(shelf: ShelfInternals): void {
  addOwnOptions(shelf, ['withRelated', 'withCount', 'batch']);
  shelf.stage('check', check);
  shelf.stage('loaded', loaded);
  const handler = settingsOf(shelf).strictLoading === undefined ? serialize : serializeStrictly;
  shelf.stage('serialize', Object.assign(handler, { onlyExtra: true as const, whole: withPivot }));
  shelf.stage('clone', clone);
}

function check(target: Syncing, options: CallOptions): void {
  const { withRelated, withCount } = options as { withRelated?: unknown; withCount?: unknown };
  if (withRelated === undefined && withCount === undefined) return;
  const Class =
    'models' in target ? (target as unknown as { model: ModelInstance['constructor'] }).model : target.constructor;
  const sample = new (Class as ModelInstance['constructor'])();
  const relations = withRelated === undefined || withRelated === null ? undefined : treeOf(withRelated);
  if (relations !== undefined) checkTree(sample, relations);
  const counts = withCount === undefined || withCount === null ? undefined : countsOf(sample, withCount);
  wanted.set(options, { relations, counts });
}

function loaded(
  models: readonly ModelInstance[],
  _rows: readonly Row[],
  target: Syncing,
  options: CallOptions,
): unknown {
  const found = wanted.get(options);
  if (found === undefined) return undefined;
  // The models of a collection have only now been made.
  if (found.relations !== undefined && models[0] === (target as object))
    keepRelations(models, found.relations.keys(), options);
  return loadWanted(models, found, inheritedOptions(target.shelf, options));
}

async function loadWanted(models: readonly ModelInstance[], found: Wanted, options: CallOptions): Promise<void> {
  if (found.counts !== undefined) await count(models, found.counts, options);
  if (found.relations !== undefined) await load(models, found.relations, options);
}

function serializeStrictly(
  model: ModelInstance,
  json: Row,
  options: CallOptions,
  shows: (name: string) => boolean,
): void {
  const relations = model._extra?.relations;
  if (relations !== undefined && options['shallow'] !== true)
    for (const name of Object.keys(relations)) if (shows(name)) checkLoaded(own(relations, name));
  serialize(model, json, options);
}

function serialize(model: ModelInstance, json: Row, options: CallOptions): void {
  if (model._extra === undefined || options['omitPivot'] === true) return;
  showPivot(model, json);
}

/** Ties a copied relation to the copied parent: its scopes were those of the original. */
function rebind(related: Related, binding: Binding): void {
  bind(related, binding);
  if (isCollection(related)) delete (related as { scopes?: unknown }).scopes;
  else if (related.scopes.some(({ once }) => once === true))
    related.scopes = [...related.scopes.filter(({ once }) => once !== true), scopeOf(binding)];
}

/** The relations of a copy are the copy's own. */
function clone(model: ModelInstance, copy: ModelInstance): void {
  copyPivot(model, copy);
  const relations = copy._extra?.relations;
  const originals = model._extra?.relations;
  if (relations === undefined || originals === undefined) return;
  for (const name of Object.keys(relations)) {
    const binding = bindingOf(own(originals, name));
    const related = own(relations, name);
    if (binding?.parent !== model || typeof related !== 'object' || related === null) continue;
    rebind(related as Related, { relation: binding.relation, parent: copy });
  }
}
