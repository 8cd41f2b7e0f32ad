import { inspect } from 'node:util';
import { InvalidValueError } from '@shelf/core';

/** What carries lists: a model, or the options of a call. */
export interface Listing {
  readonly hidden?: unknown;
  readonly visible?: unknown;
}

/**
 * The list as it was given, undefined where there is none. Anything else is an error: what a list that cannot be read was to hide
 * would be seen.
 *
 * @param whose the model's class
 */
export function listOf(
  listing: Listing,
  kind: keyof Listing,
  whose: { readonly name: string },
): readonly string[] | undefined {
  const list = listing[kind];
  if (list === undefined || list === null) return undefined;
  if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list;
  const shown = inspect(list, { depth: 0, maxStringLength: 80, breakLength: Infinity });
  throw new InvalidValueError(`${whose.name}: '${kind}' is a list of names, not ${shown}`, { model: whose.name });
}
