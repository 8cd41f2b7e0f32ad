import { ModelNotResolvedError } from '@shelf/core';
import type { Class } from './is-a.js';
import { shown } from './shown.js';

/** What names stand on: the shelf's way to find a class, and whether one is that shelf's. */
interface Ground {
  resolve(name: string): unknown;
  owns(value: unknown): value is Class;
}

/** The classes of one shelf by their names. A name is a model's or a collection's, so that a relation knows which is meant. */
export class Names {
  private readonly defined = new Map<string, Class>();
  /** What `shelf.resolve` found; a definition that comes later wins. */
  private readonly resolved = new Map<string, Class>();
  private readonly resolving = new Set<string>();
  private readonly ground: Ground;

  constructor(ground: Ground) {
    this.ground = ground;
  }

  has(name: string): boolean {
    return this.defined.has(name);
  }

  define(name: string, Class: Class): void {
    this.resolved.delete(name);
    this.defined.set(name, Class);
  }

  /** The class of that name, as defined or as `shelf.resolve` finds it; the error that says why there is none. */
  find(name: string): Class | ModelNotResolvedError {
    const known = this.known(name);
    if (known !== undefined) return known;
    if (this.resolving.has(name)) return this.unknown(name, 'shelf.resolve asks for the name that it is asked for');
    this.resolving.add(name);
    try {
      const found = this.ground.resolve(name);
      // The file that `resolve` loads may have defined the name itself.
      const defined = this.known(name);
      if (defined !== undefined) return defined;
      if (found === undefined || found === null) return this.unknown(name);
      if (!this.ground.owns(found))
        return this.unknown(name, `shelf.resolve returned ${shown(found)}, which is no class of this shelf's`);
      this.resolved.set(name, found);
      return found;
    } catch (cause) {
      return this.unknown(
        name,
        `shelf.resolve threw: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      );
    } finally {
      this.resolving.delete(name);
    }
  }

  private known(name: string): Class | undefined {
    return this.defined.get(name) ?? this.resolved.get(name);
  }

  private unknown(name: string, why?: string, cause?: unknown): ModelNotResolvedError {
    const known = [...this.defined.keys(), ...this.resolved.keys()];
    const list = known.length === 0 ? 'none is defined yet' : `there are: ${known.join(', ')}`;
    const hint = why ?? 'has the file that defines it been loaded?';
    return new ModelNotResolvedError(`There is no model or collection '${name}'; ${list} (${hint})`, { cause });
  }
}
