import type { Columns, RowOf } from '@shelf/core';

/** Names of members of a model's JSON: attributes, relations, virtuals, `_pivot_<column>`. Null is no list. */
export type Names = readonly string[] | null;

/** The same, with the columns offered by editors. */
export type NamesOf<M> = readonly (Columns<RowOf<M>> | (string & {}))[] | null;

declare module '@shelf/core' {
  interface Model<Row> {
    /** What the JSON leaves out; in class form a static or a getter. */
    hidden?: Names | undefined;
    /** What alone the JSON may have; in class form a static or a getter. */
    visible?: Names | undefined;
  }
  interface ModelStatics {
    /** What the JSON leaves out, for models in class form. */
    hidden?: Names | undefined;
    /** What alone the JSON may have, for models in class form. */
    visible?: Names | undefined;
  }
  interface Hooks<M> {
    /** What the JSON leaves out. */
    hidden?: NamesOf<M> | undefined;
    /** What alone the JSON may have. */
    visible?: NamesOf<M> | undefined;
  }
  interface NewOptions {
    /** What this instance's JSON leaves out, in place of its class's list. */
    hidden?: Names | undefined;
    /** What alone this instance's JSON may have, in place of its class's list. */
    visible?: Names | undefined;
  }
  interface SerializeOptions {
    /** What to leave out, in place of the model's own list; of related models besides what theirs leave out. */
    hidden?: Names | undefined;
    /** What alone to show, in place of the model's own list; of related models as far as theirs allow it. */
    visible?: Names | undefined;
    /** `false` shows everything, of related models too, whatever the lists say. */
    visibility?: boolean | undefined;
  }
}
