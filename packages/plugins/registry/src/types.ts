import type {
  AnyCollectionClass,
  AnyModelClass,
  CollectionConstructor,
  CollectionHooks,
  ExtendedClass,
  ExtendedCollection,
  Hooks,
  InstanceOf,
  Model,
  ModelConstructor,
} from '@shelf/core';

/**
 * The names of an application's models, each with its class. The file that defines a model merges it in: from then on its name is a
 * target of relations, with the types of the class.
 *
 * @example
 * declare module '@shelf/registry' {
 *   interface Registry { Author: typeof Author }
 * }
 */
export interface Registry {}

/** The same for collections. */
export interface CollectionRegistry {}

declare module '@shelf/relations' {
  interface Targets {
    name: keyof Registry;
    collectionName: keyof CollectionRegistry;
  }
  interface ResolveTarget<T> {
    name: T extends keyof Registry ? InstanceOf<Registry[T]> : never;
    collectionName: T extends keyof CollectionRegistry ? InstanceOf<CollectionRegistry[T]> : never;
  }
}

declare module '@shelf/core' {
  interface ShelfExtensions {
    /**
     * Gets the model class of that name.
     *
     * @throws ModelNotResolvedError when there is none; it lists the names that there are.
     */
    model<N extends keyof Registry>(name: N): Registry[N];
    /**
     * Defines the name of a model class, and returns the class.
     *
     * @param definition the class, or its properties as `db.Model.extend` takes them.
     * @throws InvalidValueError when the name is defined already, or the class is not one of this shelf's.
     * @example
     * class Author extends db.Model<AuthorRow> {
     *   static override tableName = 'authors';
     *   books() { return this.hasMany('Book'); }
     * }
     * db.model('Author', Author);
     */
    model<C extends AnyModelClass>(name: string, definition: C): C;
    model<P extends object, S extends object = {}>(
      name: string,
      definition: P & Hooks<Model> & ThisType<P & Model>,
      classProps?: S & ThisType<ExtendedClass<ModelConstructor, P, S>>,
    ): ExtendedClass<ModelConstructor, P, S>;
    // Again, for TypeScript 7 reports the last overload's error.
    model<N extends keyof Registry>(name: N): Registry[N];

    /**
     * Gets the collection class of that name.
     *
     * @throws ModelNotResolvedError when there is none; it lists the names that there are.
     */
    collection<N extends keyof CollectionRegistry>(name: N): CollectionRegistry[N];
    /**
     * Defines the name of a collection class, and returns the class. A name is a model's or a collection's, not both.
     *
     * @param definition the class, or its properties as `db.Collection.extend` takes them.
     * @throws InvalidValueError when the name is defined already, or the class is not one of this shelf's.
     * @example
     * db.collection('Authors', { model: Author, names() { return this.pluck('name'); } });
     */
    collection<C extends AnyCollectionClass>(name: string, definition: C): C;
    collection<P extends object, S extends object = {}, T extends AnyModelClass = never>(
      name: string,
      definition: P & CollectionHooks<T> & ThisType<P & InstanceOf<CollectionConstructor>>,
      classProps?: S & ThisType<ExtendedCollection<CollectionConstructor, P, S, T>>,
    ): ExtendedCollection<CollectionConstructor, P, S, T>;
    collection<N extends keyof CollectionRegistry>(name: N): CollectionRegistry[N];

    /**
     * Finds the class of a name that is not defined; finds none unless it is replaced. It is asked once for each name that it knows.
     *
     * @example
     * const require = createRequire(import.meta.url);
     * db.resolve = (name) => require(`./models/${name}.js`).default;
     */
    resolve: (name: string) => AnyModelClass | AnyCollectionClass | null | undefined | void;
  }
}
