import type { ShelfInternals } from '@shelf/core/inside';

/** How the relations of one shelf behave. */
export interface Settings {
  /** `related(name).fetch()` of many models in one tick becomes one query. */
  readonly batch: boolean;
  /** What happens when a relation is read that was not loaded. */
  readonly strictLoading: 'throw' | 'warn' | undefined;
}

const settings = new WeakMap<object, Settings>();

export function setSettings(shelf: ShelfInternals, given: Settings): void {
  settings.set(shelf, given);
}

export function settingsOf(shelf: ShelfInternals): Settings {
  return settings.get(shelf) ?? { batch: true, strictLoading: undefined };
}
