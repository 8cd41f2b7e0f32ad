// The methods that return promises: of core, and of the plugins that this repository has.

export const SHELF = ['transaction', 'triggerThen', 'destroy'] as const;

export const MODEL_CLASS = ['fetchAll', 'fetchPage', 'count', 'create', 'upsert'] as const;

export const MODEL = [
  'fetch',
  'fetchAll',
  'fetchPage',
  'refresh',
  'count',
  'save',
  'destroy',
  'load',
  'restore',
  'triggerThen',
] as const;

export const COLLECTION_CLASS = [] as const;

export const COLLECTION = [
  'fetch',
  'fetchOne',
  'fetchPage',
  'count',
  'create',
  'saveAll',
  'mapThen',
  'reduceThen',
  'invokeThen',
  'load',
  'attach',
  'detach',
  'updatePivot',
  'syncPivot',
  'triggerThen',
] as const;
