import type { CallOptions, CollectionInstance, ModelInstance } from '../instance.js';
import type { KeyMap } from './keys.js';

/** What a collection keeps for itself. */
export interface FittedCollection extends CollectionInstance {
  _keys: KeyMap | undefined;
  /** Somebody listens to this collection, so it listens to its models. */
  _attached: boolean;
  _reset(): void;
  _onModelEvent(...args: unknown[]): void;
  _removeReference(model: ModelInstance, options?: CallOptions): void;
  _isModel(value: unknown): value is ModelInstance;
  _removeModels(models: readonly unknown[], options: CallOptions): ModelInstance[];
  _addReference(model: ModelInstance, options?: CallOptions): void;
  sort(options?: CallOptions): this;
  indexOf(model: ModelInstance): number;
}
