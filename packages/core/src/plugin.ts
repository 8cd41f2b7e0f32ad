import { InvalidValueError, PluginMissingError } from './errors.js';
import type { StageHandlers } from './instance.js';

/**
 * What adds to one shelf: it extends that shelf's two base classes and registers for stages.
 * A package exports a factory for its plugin: `relations()`, `registry()`. See docs/seams/plugin.md;
 * `pluginSuite` of the conformance suites is the executable form of this page.
 */
export interface PluginDefinition<S = unknown> {
  /** Unique among the plugins of a shelf. */
  readonly name: string;
  /** Names of the plugins that must be installed before. */
  readonly requires?: readonly string[];
  /** Extends the shelf; called once. */
  install(shelf: S, options?: unknown): void;
}

/** Handlers for no stage yet. */
export function noStages(): StageHandlers {
  return { class: [], check: [], loaded: [], save: [], show: [], serialize: [], clone: [] };
}

/** The plugins of one shelf. */
export class Plugins<S> {
  private readonly installed = new Set<unknown>();
  private readonly shelf: S;

  constructor(shelf: S) {
    this.shelf = shelf;
  }

  /** Installs a plugin, a function, or an array of either. */
  install(plugin: unknown, options: unknown): void {
    if (Array.isArray(plugin)) {
      for (const each of plugin as unknown[]) this.install(each, options);
    } else if (typeof plugin === 'function') {
      this.claim(plugin, plugin.name === '' ? 'a plugin function' : `the plugin '${plugin.name}'`);
      this.run(plugin, () => (plugin as (shelf: S, options: unknown) => void)(this.shelf, options));
    } else if (isDefinition(plugin)) this.installDefinition(plugin as PluginDefinition<S>, options);
    else throw notAPlugin(plugin);
  }

  private installDefinition(plugin: PluginDefinition<S>, options: unknown): void {
    const missing = (plugin.requires ?? []).filter((name) => !this.installed.has(name));
    if (missing.length > 0) {
      throw new PluginMissingError(
        `The plugin '${plugin.name}' needs ${missing.join(', ')}: install it before, in createShelf({plugins}) or shelf.plugin()`,
      );
    }
    this.claim(plugin.name, `the plugin '${plugin.name}'`);
    this.run(plugin.name, () => plugin.install(this.shelf, options));
  }

  /** A plugin that fails while it is installed is not installed. */
  private run(id: unknown, install: () => void): void {
    try {
      install();
    } catch (error) {
      this.installed.delete(id);
      throw error;
    }
  }

  private claim(id: unknown, what: string): void {
    if (this.installed.has(id))
      throw new PluginMissingError(`${what[0]?.toUpperCase()}${what.slice(1)} is installed already on this shelf`);
    this.installed.add(id);
  }
}

function isDefinition(value: unknown): boolean {
  const { name, install } = (value ?? {}) as Partial<PluginDefinition>;
  return typeof value === 'object' && typeof name === 'string' && typeof install === 'function';
}

function notAPlugin(value: unknown): Error {
  if (typeof value === 'string') {
    return new PluginMissingError(
      `Plugins are passed, not named: import the plugin '${value}' and pass it to shelf.plugin()`,
    );
  }
  return new InvalidValueError('A plugin is a function, an object with `name` and `install`, or an array of those');
}
