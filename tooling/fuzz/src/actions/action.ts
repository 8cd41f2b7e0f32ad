import type { Step } from '../program.js';
import type { Options, Running } from '../running.js';

/** Does what a step says; what it resolves to has to be alike on all databases. */
export type Action<K extends Step['do']> = (
  running: Running,
  step: Extract<Step, { readonly do: K }>,
  options: Options,
) => Promise<unknown>;

/** Actions by the names of their steps. */
export type Actions<K extends Step['do']> = { readonly [N in K]: Action<N> };

/** Stands in a transcript for a step that had nothing to do. */
export const NOTHING = 'nothing to do';
