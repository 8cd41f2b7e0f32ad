import {
  attributeOf,
  changeOf,
  checkpointOf,
  defer,
  followWrite,
  heldScopes,
  idNames,
  isHeard,
  isSynced,
  leaveCollections,
  markSynced,
  settle,
  touch,
  write,
  type CallOptions,
  type ModelInstance,
} from '@shelf/core/inside';
import type { Scope } from '@shelf/core';
import { marked, unmarked } from './scope.js';
import { storedRows } from './stored.js';

/** A mark on its way into a row. */
export interface Marking {
  readonly column: string;
  /** What narrows the class to the rows that a call sees. */
  readonly scope: Scope;
  /** When the row was deleted; null where that is taken back. */
  readonly value: Date | null;
  /** The event before, and that after, which is also the word for what was done. */
  readonly events: readonly [before: string, after: string];
  /** Throws where no row was found and there had to be one. */
  check(count: number): void;
  /** What is done with the related rows of those marked, which are as they were stored before. */
  cascade?(rows: readonly ModelInstance[]): Promise<void>;
}

/** Writes a mark into the model's row, or into the rows that its query constrains, under events of its own. */
export async function mark(model: ModelInstance, options: CallOptions, marking: Marking): Promise<ModelInstance> {
  const { column, value, events, cascade } = marking;
  const [before, after] = events;
  const checkpoint = checkpointOf(model);
  const refused = model._extra?.refused;
  const sync = model.sync(options);
  if (isHeard(model)) await model.triggerThen(before, model, options);
  // A row that is marked already keeps its mark, also where the call sees deleted rows: when it was deleted is history.
  if (!seesOnly(model, options, marking)) defer(sync.query, value === null ? marked(column) : unmarked(column));
  // Whose rows these are has to be known before they are marked, and as the database has them: the model may have changed since.
  const rows =
    cascade === undefined ? [] : await storedRows(model, options, { query: sync.query, refused, done: after });
  const attribute = attributeOf(model, column);
  const written = { [attribute]: value };
  const count = await sync.update(written);
  marking.check(count);
  touch({ model, options, checkpoint });
  if (count > 0) await cascade?.(rows);
  // A model without a key stands for rows of which it knows nothing.
  const isMarked = count > 0 && !model.isNew();
  if (isMarked) write(model, attribute, value);
  const change = changeOf(model);
  // The key of a row that the model knows may have been changed, and is not written here.
  if (isMarked) markSynced(model, written, isSynced(model) ? [] : idNames(model));
  const follow = (): Promise<void> | undefined =>
    isHeard(model) ? settle(model, change, options, () => model.triggerThen(after, model, count, options)) : undefined;
  try {
    await (count === 0 ? follow() : followWrite([model], options, follow));
  } finally {
    if (isMarked && value !== null) leaveCollections(model, options);
  }
  return model;
}

/** Whether the call sees none but rows that are to be marked, or to lose their mark. */
function seesOnly(model: ModelInstance, options: CallOptions, { value, scope }: Marking): boolean {
  if (!heldScopes(model.scopes, options).includes(scope)) return false;
  return value === null || (options['withDeleted'] !== true && options['onlyDeleted'] !== true);
}
