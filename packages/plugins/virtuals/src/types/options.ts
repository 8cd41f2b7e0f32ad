import type { Part } from '@shelf/core';
import type { VirtualsOf } from './names.js';

/** Which virtuals the JSON has: all, none, or those named. */
export type VirtualsShown = boolean | readonly string[];

declare module '@shelf/core' {
  interface ModelStatics {
    /** The class's virtuals, besides its parents': names of its accessors, or an object of functions and accessors. For models in class form. */
    virtuals?: object;
    /** Which virtuals the JSON has, for models in class form; all when left out. */
    outputVirtuals?: VirtualsShown;
  }
  interface Hooks<M> {
    /**
     * The class's virtuals, besides its parents': an object of functions and `{ get, set }`, or names of accessors that stand beside it.
     *
     * A wider type than that: a narrower one would keep the compiler from inferring what the functions return.
     */
    virtuals?: object;
    /** Which virtuals the JSON has; all when left out. */
    outputVirtuals?: VirtualsShown;
  }
  interface SerializeOptions {
    /** Which virtuals the JSON has, of related models too; what the class says in `outputVirtuals` when left out. */
    virtuals?: VirtualsShown | undefined;
  }
  interface JsonParts<M> {
    virtuals: Part<VirtualsOf<M>>;
  }
}
