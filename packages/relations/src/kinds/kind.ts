import type { ModelClass } from '@shelf/core/inside';
import type { Target } from '../target.js';
import type { Through } from '../through.js';

/**
 * One kind of relation, declared on a model: the contract that each file in this folder fulfils. It only says how rows
 * belong together; queries, eager loading, pairing, counting and creating are made from that, the same for every kind.
 */
export interface Kind {
  /** The method that declares it: `hasMany`. */
  readonly name: string;
  /** A parent has at most one related row. */
  readonly single: boolean;
  /** Rows of the table between may be attached and detached. */
  readonly pivotal?: boolean;
  /** May be declared `through` a further model. */
  readonly throughable?: boolean;
  /** How related rows are reached: one path for each table that they may stand in. Asked once all is declared. */
  paths(through: Through | undefined): readonly Path[];
}

/** How the rows of one target are reached from their parents. */
export interface Path {
  readonly target: Target;
  /** Columns of the parent's row … */
  readonly from: readonly string[];
  /** … whose values these columns hold: of the target's table, or of the pivot's where there is one. */
  readonly to: readonly string[];
  /** The table between parent and target. */
  readonly pivot?: Pivot;
  /** What a related row holds besides. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** What the parent's row must hold for this path to lead anywhere. */
  readonly when?: Readonly<Record<string, unknown>>;
  /** A row is related by its own columns, so that creating it in the relation sets them. */
  readonly stamps?: boolean;
  /** The parent's `from` may be looked up by its key where the parent has not got it. */
  readonly lookedUp?: boolean;
}

/** A table between parent and target. */
export interface Pivot {
  readonly table: string;
  /** The model of its rows, where the relation goes through one. */
  readonly model: ModelClass | undefined;
  /** Its columns and those of the target that hold the same values. */
  readonly on: readonly (readonly [pivot: string, target: string])[];
}
