import { InvalidValueError, PluginMissingError } from './errors.js';
import type { StageHandlers } from './instance.js';
import { checkOptions, type KnownOptions } from './known-options.js';

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
  /** Names of the options that it adds to calls, such as `withRelated`; options that nobody declares are refused. */
  readonly callOptions?: readonly string[];
  /** Names of the options that `install` takes; any, where it does not say. */
  readonly options?: readonly string[];
  /** Extends the shelf; called once. */
  install(shelf: S, options?: unknown): void;
}

/** Handlers for no stage yet. */
export function noStages(): StageHandlers {
  return { class: [], check: [], loaded: [], save: [], show: [], serialize: [], clone: [] };
}

/** What plugins ask of a shelf. */
interface Extensible {
  readonly callOptions: KnownOptions;
  trigger(event: string, ...args: unknown[]): unknown;
}

/** The plugins of one shelf. */
export class Plugins<S extends Extensible> {
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
      this.run(plugin, () => {
        const made = (plugin as (shelf: S, options: unknown) => unknown)(this.shelf, options);
        if (isDefinition(made)) throw notCalled(plugin.name);
      });
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
    const { name, callOptions, options: known } = plugin;
    if (known !== undefined) checkOptions(`shelf.plugin() with '${name}'`, options, known);
    this.claim(name, `the plugin '${name}'`);
    this.run(name, () => {
      if (callOptions !== undefined) this.shelf.callOptions.declare(callOptions, `The plugin '${name}'`);
      plugin.install(this.shelf, options);
    });
  }

  /** A plugin that fails while it is installed is not installed. */
  private run(id: unknown, install: () => void): void {
    try {
      install();
    } catch (error) {
      this.installed.delete(id);
      throw error;
    }
    this.shelf.trigger('plugin', typeof id === 'string' ? id : undefined);
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

/** A factory that is handed over as it is would be called with the shelf for its options, and install nothing. */
function notCalled(name: string): Error {
  const called = name === '' ? 'the function' : name;
  return new InvalidValueError(`${called}() makes a plugin and was not called: say plugins: [${called}()]`);
}

function notAPlugin(value: unknown): Error {
  if (typeof value === 'string') {
    return new PluginMissingError(
      `Plugins are passed, not named: import the plugin '${value}' and pass it to shelf.plugin()`,
    );
  }
  return new InvalidValueError('A plugin is a function, an object with `name` and `install`, or an array of those');
}
