import { InvalidRelationError } from '@shelf/core';
import {
  insertsNew,
  type CallOptions,
  type CollectionInstance,
  type ModelInstance,
  type Row,
} from '@shelf/core/inside';
import { bindingOf } from '../binding.js';
import { valuesOf } from '../values.js';
import { attachItems } from './attach.js';
import { itemsOf } from './items.js';
import { allOrNothing, followPivots, sideOf } from './side.js';
import { keepRelated } from '../undo.js';

type Create = (
  this: CollectionInstance,
  attributes: Row | ModelInstance,
  options?: CallOptions,
) => Promise<ModelInstance>;

/** `create` on a related collection: core's, whose scope sets the keys, and the row between where there is one. */
export function creating(create: Create): Create {
  return async function (attributes, options = {}) {
    const relation = bindingOf(this)?.relation;
    if (relation !== undefined) keepRelated(this, options);
    const path = relation?.paths[0];
    if (path?.pivot === undefined) return await create.call(this, attributes, options);
    if (relation?.kind.pivotal !== true) {
      const model = this._prepareModel(attributes, options);
      const keys = path.pivot.on.map(([, name]) => name);
      const values = valuesOf(model, keys);
      if (!values.includes(undefined) && !values.includes(null)) return await create.call(this, model, options);
      throw new InvalidRelationError(
        `${relation?.label} cannot know which row between a new ${path.target.model.name} belongs to: set ${keys.join(', ')}`,
        { model: path.target.model.name },
      );
    }
    const side = sideOf(this, 'create', options);
    const model = this._prepareModel(attributes, options);
    await allOrNothing(side, options, async (inner) => {
      if (this._query !== undefined) this.resetQuery();
      await model.save(null, insertsNew(model, inner));
      await attachItems(side, itemsOf(side, model), inner);
    });
    this.add(model, options);
    await followPivots(side, 1, options);
    return model;
  };
}
