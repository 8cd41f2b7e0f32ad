import type { Fetch, ModelClass, ModelInstance, Row } from '../instance.js';
import { FETCHED } from './construct.js';
import { introduce } from './introduce.js';
import { adoptRow, SYNCED } from './state.js';

/**
 * Makes models around rows. The rows are adopted, not copied: each is its model's attributes from here on.
 *
 * @param fetch what the models of one fetch have in common, where its rows come in several parts
 */
export function hydrate(Target: ModelClass, rows: readonly Row[], fetch: Fetch = {}): ModelInstance[] {
  introduce(Target);
  const models = new Array<ModelInstance>(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const model = hydrateOne(Target, rows[i] as Row);
    model._fetch = fetch;
    models[i] = model;
  }
  return models;
}

function hydrateOne(Target: ModelClass, row: Row): ModelInstance {
  const model = new Target(row, FETCHED);
  // A constructor of the user's may not have passed the options on.
  if ((model._state & SYNCED) === 0) adoptRow(model, model.parse(row, FETCHED));
  return model;
}
