import type { ModelClass } from '../instance.js';

/** To how many of its shelf's handlers each class has been shown. */
const introduced = new WeakMap<ModelClass, number>();

/** Shows a class to the plugins that want to see each, before it has its first model. */
export function introduce(Class: ModelClass): void {
  const { class: handlers } = Class.prototype.shelf.stages;
  if (handlers.length === 0) return;
  // Counted afterwards, so that a class that a plugin refuses is refused again.
  for (let i = introduced.get(Class) ?? 0; i < handlers.length; i++) {
    handlers[i]?.(Class);
    introduced.set(Class, i + 1);
  }
}
