import type {
  AnyColumn,
  AnyModelClass,
  Attrs,
  By,
  CheckedAttrs,
  Columns,
  DynamicColumns,
  DynamicValue,
  InstanceOf,
  NewOptions,
  RowOf,
  SaveOptions,
  SetOptions,
  ShelfPromise,
  ValueAt,
} from '@shelf/core';
import type { CheckVirtual, VirtualInput, VirtualInputs, VirtualValue } from './names.js';

type DynamicAttrs<Row> = [DynamicColumns<Row>] extends [never] ? never : Attrs<Row>;
type ClosedAttrs<Row> = [DynamicColumns<Row>] extends [never] ? Partial<Row> : never;

// After each method's overloads for virtuals stand core's own: the compiler infers parameters from the last that is declared.
declare module '@shelf/core' {
  interface Model<Row> {
    /** Reads a virtual. */
    get<K extends string>(virtual: CheckVirtual<this, K>): VirtualValue<this, K>;
    get<K extends Columns<Row> & string>(column: K): Row[K];
    get<K extends AnyColumn<Row> & string>(column: K): DynamicValue<Row> | undefined;
    /** Sets a virtual: runs its setter. */
    set<K extends string>(virtual: CheckVirtual<this, K>, value: VirtualInput<this, K>, options?: SetOptions): this;
    /** Sets attributes and virtuals: setters run first. */
    set(attrs: ClosedAttrs<Row> & VirtualInputs<this>, options?: SetOptions): this;
    set<K extends AnyColumn<Row> & string>(column: K, value: ValueAt<Row, K>, options?: SetOptions): this;
    set<A extends DynamicAttrs<Row>>(attrs: A & CheckedAttrs<Row, A>, options?: SetOptions): this;
    set(attrs: ClosedAttrs<Row>, options?: SetOptions): this;
    /** Saves what a virtual's setter sets. */
    save<K extends string>(
      virtual: CheckVirtual<this, K>,
      value: VirtualInput<this, K>,
      options?: SaveOptions,
    ): ShelfPromise<this>;
    /** Saves attributes, and what the setters of virtuals set. */
    save(attrs: Partial<Row> & VirtualInputs<this>, options?: SaveOptions): ShelfPromise<this>;
    save(attrs?: Attrs<Row> | null, options?: SaveOptions): ShelfPromise<this>;
    /** Reads a virtual as text that is safe in HTML. */
    escape<K extends string>(virtual: CheckVirtual<this, K>): string;
    escape(column: AnyColumn<Row> & string): string;
    /** Says whether a virtual is neither null nor undefined. */
    has<K extends string>(virtual: CheckVirtual<this, K>): boolean;
    has(column: AnyColumn<Row> & string): boolean;
  }
  interface ModelStatics {
    /** Makes a model; its virtuals' setters run. */
    forge<C extends AnyModelClass>(
      this: C,
      attrs: Attrs<RowOf<InstanceOf<C>>> & VirtualInputs<InstanceOf<C>>,
      options?: NewOptions,
    ): InstanceOf<C>;
    forge<C extends AnyModelClass>(this: C, attrs?: Attrs<RowOf<InstanceOf<C>>>, options?: NewOptions): InstanceOf<C>;
  }
  interface Collection<M> {
    /** Lists a virtual of each model. */
    pluck<K extends string>(virtual: CheckVirtual<M, K>): VirtualValue<M, K>[];
    pluck<K extends AnyColumn<RowOf<M>> & string>(column: K): ValueAt<RowOf<M>, K>[];
    /** Lists the models in order of a virtual. */
    sortBy<K extends string>(virtual: CheckVirtual<M, K>): M[];
    sortBy(iteratee: By<M>, context?: unknown): M[];
  }
}
