import {
  attributeOf,
  changeOf,
  checkpointOf,
  idNames,
  isHeard,
  markSynced,
  settle,
  touch,
  write,
  type CallOptions,
  type ModelInstance,
} from '@shelf/core/inside';

/** A mark on its way into a row. */
export interface Marking {
  readonly column: string;
  /** When the row was deleted; null where that is taken back. */
  readonly value: Date | null;
  /** The event before, and that after. */
  readonly events: readonly [before: string, after: string];
  /** Throws where no row was found and there had to be one. */
  check(count: number): void;
  /** What is done with the related rows. */
  cascade?(): Promise<void>;
}

/** Writes a mark into the model's row, or into the rows that its query constrains, under events of its own. */
export async function mark(model: ModelInstance, options: CallOptions, marking: Marking): Promise<ModelInstance> {
  const { column, value, events, cascade } = marking;
  const [before, after] = events;
  const checkpoint = checkpointOf(model);
  const sync = model.sync(options);
  if (isHeard(model)) await model.triggerThen(before, model, options);
  const attribute = attributeOf(model, column);
  const written = { [attribute]: value };
  const count = await sync.update(written);
  marking.check(count);
  touch({ model, options, checkpoint });
  if (count > 0) await cascade?.();
  // A model without a key stands for rows of which it knows nothing.
  const isMarked = count > 0 && !model.isNew();
  if (isMarked) write(model, attribute, value);
  const change = changeOf(model);
  if (isMarked) markSynced(model, written, idNames(model));
  if (isHeard(model)) await settle(model, change, options, () => model.triggerThen(after, model, count, options));
  return model;
}
