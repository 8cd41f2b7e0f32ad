// The inside of a shelf, for plugins that work with rows: @shelf/relations stands on it. Unlike the package's main entry it
// follows core's own needs, and may change with any version of core.
export type {
  CallOptions,
  CollectionClass,
  CollectionInstance,
  ModelClass,
  ModelInstance,
  Row,
  ShelfInternals,
  Syncing,
  TransactionState,
} from './instance.js';
export type { Column } from './column.js';
export { insertsNew } from './collection/create.js';
export { nameRow } from './collection/refused-row.js';
export { collectionsAround } from './collection/around.js';
export { keepModels } from './collection/checkpoint.js';
export { isHeard } from './events.js';
export { keyNames, keyOf } from './key.js';
export { attributeFor, keyColumns, Naming, type NamePair } from './naming.js';
export { attributeOf, attributesIn, idNames, passThrough } from './model/attributes.js';
export { leaveCollections } from './collection/holders.js';
export { sampleOf } from './model/sample.js';
export { hydrate } from './model/hydrate.js';
export { isModel } from './model/is-model.js';
export { actionOptions, addOwnOptions, inheritedOptions } from './model/options.js';
export { newBuilder, tableNameOf } from './model/query.js';
export { cutToColumnOf } from './model/timestamps.js';
export { touch } from './model/save-attempt.js';
export { addClassScope, heldScopes, leaveScopes, receive } from './model/scoped.js';
export { followWrite, settle } from './model/settle.js';
export { snapshot } from './model/snapshot.js';
export { keepStamps } from './model/stamps.js';
export {
  adoptRow,
  changeOf,
  checkpointOf,
  extraOf,
  isAsFetched,
  isSynced,
  markSynced,
  previousValue,
  write,
  writeComputed,
} from './model/state.js';
export { addClassOptions } from './model/statics.js';
export { hasNames, own } from './own.js';
export { isSql } from './sql/expression.js';
export { rawSql } from './sql/statements.js';
export { Action } from './sync/action.js';
export { clausesOf, limitToFirst, type Clause } from './sync/clauses.js';
export { nameApart } from './sync/names-apart.js';
export { defer, deferredIn, enclose, encodeConstraints, narrowByScope } from './sync/constraints.js';
export { fitInexact } from './sync/inexact.js';
export { joinedTables } from './sync/joined-tables.js';
export { ownColumn, rawOf } from './sync/own-column.js';
export { nameQualified, qualifyOwn } from './sync/qualified.js';
export { catalogueOf, compile, describedTable, runBuilder, transactionOf, transactionStateOf } from './sync/run.js';
export { selectsRows } from './sync/selected-rows.js';
export { takenBy } from './sync/taken.js';
export { encloseUnion, isUnion } from './sync/union.js';
export { keyConditions } from './sync/key-conditions.js';
export { aimOf, requireConstraint } from './sync/update.js';
export { computes } from './sync/results.js';
export { LostPrecision, type Table } from './table.js';
