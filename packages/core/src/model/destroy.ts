import { leaveCollections } from '../collection/holders.js';
import { isHeard } from '../events.js';
import type { CallOptions, ModelInstance } from '../instance.js';
import { announceKey } from './attributes.js';
import { actionOptions } from './options.js';
import { tableNameOf } from './query.js';
import { touch } from './save-attempt.js';
import { followWrite, settle } from './settle.js';
import { checkpointOf, forget, previousOf } from './state.js';

/** Deletes the model's row and clears the model. */
export async function destroy(model: ModelInstance, given: CallOptions | undefined): Promise<ModelInstance> {
  const options = actionOptions(model.shelf, given);
  const checkpoint = checkpointOf(model);
  const sync = model.sync(options);
  if (isHeard(model)) await model.triggerThen('destroying', model, options);
  const response = await (typeof sync.del === 'function' ? sync.del() : sync.delete());
  if (response === 0 && options.require === true) {
    const { name, NoRowsDeletedError } = model.constructor;
    throw new NoRowsDeletedError(`${name}: no row of table '${tableNameOf(model)}' was deleted`, {
      model: name,
      table: tableNameOf(model),
    });
  }
  touch({ model, options, checkpoint });
  const previous = { ...checkpoint.row, ...previousOf(model) };
  forget(model);
  announceKey(model);
  const after = (): Promise<void> | undefined => {
    if (!isHeard(model)) return undefined;
    const changed = Object.fromEntries(Object.keys(checkpoint.row).map((name) => [name, undefined]));
    return settle(model, { changed, previous }, options, () =>
      model.triggerThen('destroyed', model, response, options),
    );
  };
  try {
    await (response === 0 ? after() : followWrite([model], options, after));
  } finally {
    leaveCollections(model, options);
  }
  return model;
}
