import type { Model, SerializeOptions, Shown } from '@shelf/core';
import type { ModelInstance } from '@shelf/core/inside';
import { listOf, type Listing } from './lists.js';

/** Marks the options that a model hands on to its related models: their lists were given to that model. */
const BELOW: unique symbol = Symbol('below');

type Options = SerializeOptions & { readonly [BELOW]?: true };

/** What relations put before the names of a pivot's columns. */
const PIVOT = '_pivot_';

/**
 * Says which members a model's JSON may have; undefined where it may have all.
 *
 * A call's lists stand in place of those of the model that it is made on. Below that they hold besides each model's own, so that no
 * call shows what a related model's class hides.
 */
export function show(model: Model, options: Options): Shown | undefined {
  if (options.visibility === false) return undefined;
  const given: Listing = { visible: options.visible, hidden: options.hidden };
  const asked = given.visible != null || given.hidden != null;
  const below = asked && options[BELOW] === true;
  const own =
    asked && !below ? { visible: given.visible ?? model.visible, hidden: given.hidden ?? model.hidden } : model;
  let shows = by(own, model);
  if (below) shows = both(shows, by(given, model));
  if (options.omitPivot !== true) shows = both(shows, ofPivot(model));
  if (!asked) return shows && { shows };
  return { shows: shows ?? everything, below: below ? options : ({ ...options, [BELOW]: true } as Options) };
}

type Shows = (name: string) => boolean;

const everything: Shows = () => true;

/** Which names lists show; undefined where there are none. */
function by(listing: Listing, model: Model): Shows | undefined {
  const visible = listed(listOf(listing, 'visible', model.constructor), model);
  const hidden = listed(listOf(listing, 'hidden', model.constructor), model);
  if (visible === undefined) return hidden && ((name) => !hidden.includes(name));
  if (hidden === undefined) return (name) => visible.includes(name);
  return (name) => visible.includes(name) && !hidden.includes(name);
}

/** A list with both names of each column in it: what was to be hidden is hidden, whichever was said, and whichever a row of raw SQL has. */
function listed(list: readonly string[] | undefined, model: Model): readonly string[] | undefined {
  const inside = model as unknown as ModelInstance & { readonly pivot?: ModelInstance };
  const { _naming, pivot = inside } = inside;
  if (list === undefined || (_naming === undefined && pivot._naming === undefined)) return list;
  return list.flatMap((name) =>
    name.startsWith(PIVOT)
      ? namesOf(name.slice(PIVOT.length), pivot._naming).map((each) => PIVOT + each)
      : namesOf(name, _naming),
  );
}

function namesOf(name: string, naming: ModelInstance['_naming']): readonly string[] {
  return naming === undefined ? [name] : [name, naming.attribute(name), naming.column(name)];
}

function both(one: Shows | undefined, other: Shows | undefined): Shows | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return (name) => one(name) && other(name);
}

/** What the row between a model and its parent shows of itself. */
function ofPivot(model: Model): Shows | undefined {
  const { pivot } = model as Model & { readonly pivot?: Model };
  if (pivot === undefined) return undefined;
  const shows = by(pivot, pivot);
  return shows && ((name) => !name.startsWith(PIVOT) || shows(name.slice(PIVOT.length)));
}
