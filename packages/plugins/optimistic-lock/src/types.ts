declare module '@shelf/core' {
  interface SaveOptions {
    /** `false` writes the row whatever its version is now; the version goes up all the same. */
    checkVersion?: boolean | undefined;
  }
  interface DestroyOptions {
    /** `false` deletes the row whatever its version is now. */
    checkVersion?: boolean | undefined;
  }
  interface Model<Row> {
    /** The column that counts how often the row was written, or `true` for `version`. In class form a static. */
    optimisticLock?: OptimisticLock;
  }
  interface ModelStatics {
    /** The column that counts how often a row was written, or `true` for `version`. For models in class form. */
    optimisticLock?: OptimisticLock;
  }
  interface Hooks<M> {
    /** The column that counts how often a row was written, or `true` for `version`. */
    optimisticLock?: OptimisticLock;
  }
}

/** The column of the version: its name, `true` for `version`, `false` for none. */
export type OptimisticLock = boolean | string;
