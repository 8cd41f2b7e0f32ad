import { attributeFor, type ModelInstance, type Naming, sampleOf } from '@shelf/core/inside';
import type { Path, Pivot } from './kinds/kind.js';
import { pivotModelLike } from './pivot/model.js';

/** A path with its columns under the names that their models give them. */
export function named(path: Path, owner: ModelInstance): Path {
  const target = sampleOf(path.target.model);
  const between = path.pivot && pivotOf(path, path.pivot, owner);
  const naming = between?.model === undefined ? owner._naming : sampleOf(between.model)._naming;
  if (owner._naming === undefined && target._naming === undefined && naming === undefined && between === path.pivot)
    return path;
  const holder = { _naming: between === undefined ? target._naming : naming };
  return {
    ...path,
    from: path.from.map((each) => attributeFor(owner, each)),
    to: path.to.map((each) => attributeFor(holder, each)),
    ...(between !== undefined && {
      pivot: {
        ...between,
        on: between.on.map(
          ([ours, theirs]) => [attributeFor({ _naming: naming }, ours), attributeFor(target, theirs)] as const,
        ),
      },
    }),
    ...(path.fixed !== undefined && { fixed: renamed(path.fixed, target) }),
    ...(path.when !== undefined && { when: renamed(path.when, owner) }),
  };
}

function renamed(
  values: Readonly<Record<string, unknown>>,
  model: { readonly _naming: Naming | undefined },
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [attributeFor(model, name), value]));
}

/** Rows between without a class of their own have their columns called as the relation's owner calls its own. */
function pivotOf(path: Path, pivot: Pivot, owner: ModelInstance): Pivot {
  if (pivot.model !== undefined || owner._naming === owner.shelf.Model.prototype._naming) return pivot;
  return { ...pivot, model: pivotModelLike(owner, path) };
}
