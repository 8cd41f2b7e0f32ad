import type { AnyModelClass, InstanceOf, ShelfPromise, SyncOptions } from '@shelf/core';
import type { CheckItem, CheckName, CheckOne, CheckSingle } from './check.js';
import type { Constraint, Item, ItemPaths, Items } from './constraints.js';
import type { BelongsTo, BelongsToMany, HasMany, HasOne, MorphMany, MorphOne, MorphTarget, MorphTo } from './kinds.js';
import type { Loaded, Related } from './loaded.js';
import type { ForeignKey, Target } from './targets.js';

declare module '@shelf/core' {
  interface Model<Row> {
    /**
     * Declares that one row of another table refers to this one's.
     *
     * @param target the class of the related model.
     * @param foreignKey the target's column that refers to this model: the singular of its table and its key, `user_id`, when left out.
     * @param foreignKeyTarget this model's column that it refers to; the key when left out.
     * @example
     * profile() { return this.hasOne(Profile); }
     */
    hasOne<const T extends Target>(target: T, foreignKey?: ForeignKey, foreignKeyTarget?: ForeignKey): HasOne<T>;
    /**
     * Declares that rows of another table refer to this one's.
     *
     * @param target the class of the related models, or a class of collections of them.
     * @param foreignKey the target's column that refers to this model: the singular of its table and its key, `user_id`, when left out.
     * @param foreignKeyTarget this model's column that it refers to; the key when left out.
     * @example
     * posts() { return this.hasMany(Post); }
     */
    hasMany<const T extends Target>(target: T, foreignKey?: ForeignKey, foreignKeyTarget?: ForeignKey): HasMany<T>;
    /**
     * Declares that this model's row refers to one of another table.
     *
     * @param target the class of the related model.
     * @param foreignKey this model's column that refers to it: the singular of the target's table and its key, `user_id`, when left out.
     * @param foreignKeyTarget the target's column that it refers to; the key when left out.
     * @example
     * author() { return this.belongsTo(User, 'author_id'); }
     */
    belongsTo<const T extends Target>(target: T, foreignKey?: ForeignKey, foreignKeyTarget?: ForeignKey): BelongsTo<T>;
    /**
     * Declares that rows of a join table connect this model's rows with those of another table.
     *
     * @param target the class of the related models, or a class of collections of them.
     * @param joinTable the join table: both tables' names in alphabetical order, joined by `_`, when left out.
     * @param foreignKey the join table's column that refers to this model.
     * @param otherKey the join table's column that refers to the target.
     * @param foreignKeyTarget this model's column that `foreignKey` refers to; the key when left out.
     * @param otherKeyTarget the target's column that `otherKey` refers to; the key when left out.
     * @example
     * tags() { return this.belongsToMany(Tag).withPivot(['weight']); }
     */
    belongsToMany<const T extends Target>(
      target: T,
      joinTable?: string,
      foreignKey?: ForeignKey,
      otherKey?: ForeignKey,
      foreignKeyTarget?: ForeignKey,
      otherKeyTarget?: ForeignKey,
    ): BelongsToMany<T>;
    /**
     * Declares that one row of another table, whose rows refer to several tables, refers to this one's.
     *
     * @param target the class of the related model.
     * @param name the name of the reference: `imageable` for the columns `imageable_type` and `imageable_id`.
     * @param columnNames those two columns, where they have other names; the second may be several, for a composite key.
     * @param morphValue what stands for this model in the type column: its table when left out. It may take the place of `columnNames`.
     * @example
     * photo() { return this.morphOne(Photo, 'imageable'); }
     */
    morphOne<const T extends Target>(
      target: T,
      name: string,
      columnNames?: MorphColumns | string,
      morphValue?: string,
    ): MorphOne<T>;
    /**
     * Declares that rows of another table, whose rows refer to several tables, refer to this one's.
     *
     * @param target the class of the related models, or a class of collections of them.
     * @param name the name of the reference: `imageable` for the columns `imageable_type` and `imageable_id`.
     * @param columnNames those two columns, where they have other names; the second may be several, for a composite key.
     * @param morphValue what stands for this model in the type column: its table when left out. It may take the place of `columnNames`.
     * @example
     * photos() { return this.morphMany(Photo, 'imageable'); }
     */
    morphMany<const T extends Target>(
      target: T,
      name: string,
      columnNames?: MorphColumns | string,
      morphValue?: string,
    ): MorphMany<T>;
    /**
     * Declares that this model's row refers to one of several tables.
     *
     * @param name the name of the reference: `imageable` for the columns `imageable_type` and `imageable_id`.
     * @param targets the classes it may lead to, each alone or with the value that stands for it in the type column. Before them may
     * stand the two columns, where they have other names.
     * @example
     * imageable() { return this.morphTo('imageable', Post, [Author, 'writer']); }
     * owner() { return this.morphTo('owner', ['owner_kind', 'owner_key'], Post, Author); }
     */
    morphTo<const T extends readonly MorphTarget[]>(name: string, ...targets: T): MorphTo<T>;
    morphTo<const T extends readonly MorphTarget[]>(
      name: string,
      columnNames: MorphColumns | undefined,
      ...targets: T
    ): MorphTo<T>;
    // Again, for TypeScript 7 reports the last overload's error.
    morphTo<const T extends readonly MorphTarget[]>(name: string, ...targets: T): MorphTo<T>;

    /**
     * Gives what is related: as it was loaded, else an empty model or collection that knows how to fetch itself.
     *
     * @param name the name of a relation.
     * @example
     * const user = await User.where({ id: 1 }).fetch({ require: true, withRelated: ['posts'] });
     * user.related('posts').length;
     */
    related<K extends string>(name: CheckName<this, K>): Related<this, K>;
    /**
     * Loads relations of the model.
     *
     * Resolves to the model. Rejects with `InvalidRelationError` when there is no such relation.
     *
     * @param relations a name, a dotted path, an object whose functions narrow relations' queries, or a list of those.
     * @example
     * await user.load(['roles', { 'posts.comments': (qb) => qb.where('spam', false) }]);
     */
    load<I extends Item, S extends Items>(
      relations: readonly CheckItem<this, I>[] | CheckOne<this, S>,
      options?: SyncOptions,
    ): ShelfPromise<Loaded<Loaded<this, ItemPaths<I>>, ItemPaths<S>>>;
    /**
     * Narrows the query to rows that have a related row, or one that the function's constraints fit.
     *
     * @throws InvalidRelationError when there is no such relation.
     * @example
     * await User.whereHas('posts.comments', (qb) => qb.where('spam', true)).fetchAll();
     */
    whereHas<S extends string>(name: CheckSingle<this, S>, build?: Constraint): this;
    /** Narrows the query to rows that have no related row, or none that the function's constraints fit. */
    whereDoesntHave<S extends string>(name: CheckSingle<this, S>, build?: Constraint): this;
  }

  interface ModelStatics {
    /**
     * Methods that declare relations, and do not show it in their source: by a helper, or compiled to bytecode.
     *
     * @example
     * static relations = ['posts'];
     * posts() { return many(this, Post); }
     */
    relations?: readonly string[];
    /** Makes a model whose query selects the rows that have a related row, or one that the function's constraints fit. */
    whereHas<C extends AnyModelClass, S extends string>(
      this: C,
      name: CheckSingle<InstanceOf<C>, S>,
      build?: Constraint,
    ): InstanceOf<C>;
    /** Makes a model whose query selects the rows that have no related row, or none that the function's constraints fit. */
    whereDoesntHave<C extends AnyModelClass, S extends string>(
      this: C,
      name: CheckSingle<InstanceOf<C>, S>,
      build?: Constraint,
    ): InstanceOf<C>;
  }
}

/** The two columns of a reference to several tables: which table, and the key there. */
export type MorphColumns = readonly [type: string, id: ForeignKey];
