import type { ChainedAttributes } from './chain.js';
import type { SetOptions } from './options.js';
import type { AnyColumn, Attrs, CheckedAttrs, Columns, DynamicColumns, DynamicValue, IdOf, ValueAt } from './row.js';

type DynamicAttrs<Row> = [DynamicColumns<Row>] extends [never] ? never : Attrs<Row>;
type ClosedAttrs<Row> = [DynamicColumns<Row>] extends [never] ? Partial<Row> : never;

declare module './model.js' {
  // What a model knows of its row without asking the database.
  interface Model<Row> {
    /** Phantom: carries the row type; nothing is there at run time. */
    readonly '~row': Row;
    /** The key: the attribute that `idAttribute` names, or a tuple of them for a composite key. */
    id: IdOf<Row>;
    /** Identifies the model until it has a key. */
    readonly cid: string;
    /** The row; change it with `set`. */
    attributes: Row;
    /** What differs from the last synced state. */
    changed: Partial<Row>;

    /** Reads an attribute. */
    get<K extends Columns<Row> & string>(column: K): Row[K];
    get<K extends AnyColumn<Row> & string>(column: K): DynamicValue<Row> | undefined;

    /**
     * Sets one attribute or several, and triggers `change` events.
     *
     * @param options `silent` triggers no event, `unset` removes the attributes instead.
     * @throws InvalidAttributeError for a name that cannot be a column's.
     * @example
     * user.set('name', 'Ada').set({ name: 'Ada', email: null });
     */
    set<K extends AnyColumn<Row> & string>(column: K, value: ValueAt<Row, K>, options?: SetOptions): this;
    set<A extends DynamicAttrs<Row>>(attrs: A & CheckedAttrs<Row, A>, options?: SetOptions): this;
    set(attrs: ClosedAttrs<Row>, options?: SetOptions): this;

    /** Reads an attribute as text that is safe in HTML. */
    escape(column: AnyColumn<Row> & string): string;
    /** Says whether an attribute is neither null nor undefined. */
    has(column: AnyColumn<Row> & string): boolean;
    /** Removes an attribute. */
    unset(column: AnyColumn<Row> & string, options?: SetOptions): this;
    /** Removes all attributes. */
    clear(options?: SetOptions): this;

    /** Says whether the model has no key yet, so that `save` inserts it. */
    isNew(): boolean;
    /** Says whether the attribute, or any, differs from the last synced state. */
    hasChanged(column?: AnyColumn<Row> & string): boolean;
    /** Reads an attribute as it was when last synced. */
    previous<K extends AnyColumn<Row> & string>(column: K): ValueAt<Row, K> | undefined;
    /** Copies the attributes as they were when last synced. */
    previousAttributes(): Partial<Row>;
    /** Makes a new model with the same attributes and relations. */
    clone(): this;

    /** Lists the names of the attributes. */
    keys(): AnyColumn<Row>[];
    /** Lists the values of the attributes. */
    values(): Row[Columns<Row>][];
    /** Lists the attributes as pairs of name and value. */
    pairs(): [column: AnyColumn<Row> & string, value: Row[Columns<Row>]][];
    /** Makes an object whose keys are the values, and whose values are the names of the attributes. */
    invert(): { [value: string]: AnyColumn<Row> };
    /** Copies the named attributes. */
    pick<K extends Columns<Row>>(...columns: readonly (K | readonly K[])[]): Pick<Row, K>;
    /** Copies the attributes without the named ones. */
    omit<K extends Columns<Row>>(...columns: readonly (K | readonly K[])[]): Omit<Row, K>;
    /** Says whether there are no attributes. */
    isEmpty(): boolean;
    /** Starts an underscore chain on the attributes; `value()` ends it. */
    chain(): ChainedAttributes<Row>;
  }
}
