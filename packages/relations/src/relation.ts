import { InvalidRelationError } from '@shelf/core';
import type { ModelInstance } from '@shelf/core/inside';
import type { Kind, Path } from './kinds/kind.js';
import { named } from './naming.js';
import { throughOf, type Through } from './through.js';
import { valuesOf } from './values.js';

/** A relation as a model's method declares it: its kind, and what was chained to it. */
export class Relation {
  readonly kind: Kind;
  readonly owner: ModelInstance;
  /** The method's name; unknown where the method was called directly. */
  name: string | undefined;
  /** Whether the method narrows the related rows by a query of its own. */
  hasQuery = false;
  /** Columns of the pivot to read besides its keys. */
  readonly pivotColumns: string[] = [];
  private interim: Through | undefined;
  private known: readonly Path[] | undefined;

  constructor(kind: Kind, owner: ModelInstance) {
    this.kind = kind;
    this.owner = owner;
  }

  /** For messages: `User.posts`. */
  get label(): string {
    return `${this.owner.constructor.name}.${this.name ?? this.kind.name}`;
  }

  get paths(): readonly Path[] {
    return (this.known ??= this.kind.paths(this.interim).map((path) => named(this.checked(path), this.owner)));
  }

  /** The path that a parent's rows lie on; none where a morphTo's parent points to nothing. */
  pathFor(parent: ModelInstance): Path | undefined {
    const { paths } = this;
    const [first] = paths;
    if (first?.when === undefined) return first;
    const columns = Object.keys(first.when);
    const values = valuesOf(parent, columns);
    if (values.includes(null) || values.includes(undefined)) return undefined;
    const path = paths.find(({ when }) => columns.every((column, i) => when?.[column] === values[i]));
    if (path !== undefined) return path;
    const known = paths.map(({ when }) => Object.values(when ?? {}).join(', ')).join(', ');
    throw this.error(`leads nowhere: ${columns.join(', ')} is '${values.join(', ')}', and there are: ${known}`);
  }

  goThrough(args: readonly unknown[]): void {
    if (this.kind.throughable !== true)
      throw this.error('cannot go through a model: hasOne, hasMany, belongsTo and belongsToMany can');
    this.interim = throughOf(this.owner, args);
    this.known = undefined;
  }

  withPivot(columns: unknown): void {
    const names = Array.isArray(columns) ? (columns as unknown[]) : [columns];
    if (!names.every((each) => typeof each === 'string'))
      throw this.error('takes the names of pivot columns in withPivot');
    for (const name of names) if (!this.pivotColumns.includes(name)) this.pivotColumns.push(name);
  }

  error(what: string): InvalidRelationError {
    return new InvalidRelationError(`${this.label} ${what}`, { model: this.owner.constructor.name });
  }

  private checked(path: Path): Path {
    const { from, to, pivot } = path;
    if (from.length !== to.length)
      throw this.error(`pairs keys of different lengths: (${from.join(', ')}) and (${to.join(', ')})`);
    if (pivot?.on.some((pair) => pair.includes(undefined as never)) === true)
      throw this.error(`pairs keys of different lengths: ${pivot.on.map((pair) => pair.join(' = ')).join(', ')}`);
    return path;
  }
}
