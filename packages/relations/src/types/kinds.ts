import type { Collection, Columns, RowOf } from '@shelf/core';
import type { Pivoted, PivotCollection, PivotModel } from './pivot.js';
import type { Tag } from './relation.js';
import type { Single } from './single.js';
import type { ForeignKey, OwnCollection, Resolve, Target } from './targets.js';

// What relation methods return. T is the target as it was passed: it is looked at only when a member is, and so classes may refer to
// one another in circles without annotations.

/** What `hasOne` returns. */
export interface HasOne<out T> extends Single<Resolve<T>> {
  /**
   * Leads through a third model: its rows refer to this model's, and the target's refer to them.
   *
   * @param interim the class between the two.
   * @param throughForeignKey the column of the target's table that refers to the interim.
   * @param otherKey the column of the interim's table that refers to this model.
   * @example
   * publisher() { return this.hasOne(Publisher).through(Contract); }
   */
  through<J extends Target>(
    interim: J,
    throughForeignKey?: ForeignKey,
    otherKey?: ForeignKey,
    throughForeignKeyTarget?: ForeignKey,
    otherKeyTarget?: ForeignKey,
  ): SingleThrough<T, J>;
}

/** What `belongsTo` returns. */
export interface BelongsTo<out T> extends Single<Resolve<T>> {
  /**
   * Leads through a third model: this model's rows refer to its rows, and those to the target's.
   *
   * @param interim the class between the two.
   * @param throughForeignKey the column of this model's table that refers to the interim.
   * @param otherKey the column of the interim's table that refers to the target.
   * @example
   * book() { return this.belongsTo(Book).through(Chapter); }
   */
  through<J extends Target>(
    interim: J,
    throughForeignKey?: ForeignKey,
    otherKey?: ForeignKey,
    throughForeignKeyTarget?: ForeignKey,
    otherKeyTarget?: ForeignKey,
  ): SingleThrough<T, J>;
}

/** What `through` makes of a relation to one. */
export interface SingleThrough<out T, out J> extends Single<Pivoted<Resolve<T>, Resolve<J>>> {}

/** What `morphOne` returns. */
export interface MorphOne<out T> extends Single<Resolve<T>> {}

/** A target of `morphTo`: a class, or a class with the value that stands for it in the type column. */
export type MorphTarget = Target | readonly [target: Target, morphValue: string];

type Unpaired<T> = T extends readonly [infer C, string] ? C : T;

/** What `morphTo` returns; T lists its targets. */
export interface MorphTo<T extends readonly unknown[]> extends Single<Resolve<Unpaired<T[number]>>> {}

/** What `hasMany` returns. */
export interface HasMany<out T> extends Collection<Resolve<T>> {
  /** Phantom: what the relation leads to; nothing is there at run time. */
  readonly '~tag': Tag<'many', Resolve<T>, never, OwnCollection<T>>;
  /**
   * Leads through a third model: its rows refer to this model's, and the target's refer to them.
   *
   * @param interim the class between the two.
   * @param throughForeignKey the column of the target's table that refers to the interim.
   * @param otherKey the column of the interim's table that refers to this model.
   * @example
   * paragraphs() { return this.hasMany(Paragraph).through(Chapter); }
   */
  through<J extends Target>(
    interim: J,
    throughForeignKey?: ForeignKey,
    otherKey?: ForeignKey,
    throughForeignKeyTarget?: ForeignKey,
    otherKeyTarget?: ForeignKey,
  ): HasManyThrough<T, J>;
}

/** What `through` makes of `hasMany`. */
export interface HasManyThrough<out T, out J> extends Collection<Pivoted<Resolve<T>, Resolve<J>>> {
  readonly '~tag': Tag<'many', Pivoted<Resolve<T>, Resolve<J>>, never, OwnCollection<T>>;
}

/** What `morphMany` returns. */
export interface MorphMany<out T> extends Collection<Resolve<T>> {
  readonly '~tag': Tag<'many', Resolve<T>, never, OwnCollection<T>>;
}

/** What `belongsToMany` returns; K names the pivot columns that are known. */
export interface BelongsToMany<out T, K extends string = string> extends PivotCollection<Resolve<T>, PivotModel<K>> {
  readonly '~tag': Tag<'pivot', Resolve<T>, PivotModel<K>, OwnCollection<T>>;
  /**
   * Reads more columns of the join table than its keys.
   *
   * @example
   * tags() { return this.belongsToMany(Tag).withPivot(['weight']); }
   */
  withPivot<const N extends string>(columns: N | readonly N[]): BelongsToMany<T, string extends K ? N : K | N>;
  /**
   * Makes the join table a model of its own, which becomes the `pivot`.
   *
   * @param interim the join table's class.
   * @param throughForeignKey the column of the join table that refers to this model.
   * @param otherKey the column of the join table that refers to the target.
   * @example
   * patients() { return this.belongsToMany(Patient).through(Appointment); }
   */
  through<J extends Target>(
    interim: J,
    throughForeignKey?: ForeignKey,
    otherKey?: ForeignKey,
    throughForeignKeyTarget?: ForeignKey,
    otherKeyTarget?: ForeignKey,
  ): BelongsToManyThrough<T, J>;
}

/** What `through` makes of `belongsToMany`. */
export interface BelongsToManyThrough<out T, out J> extends PivotCollection<Resolve<T>, Resolve<J>> {
  readonly '~tag': Tag<'pivot', Resolve<T>, Resolve<J>, OwnCollection<T>>;
  /** Reads more columns of the join table than its keys. */
  withPivot(columns: Columns<RowOf<Resolve<J>>> | readonly Columns<RowOf<Resolve<J>>>[]): this;
}
