/** What Backbone asks of `sync`. */
export type SyncMethod = 'create' | 'read' | 'update' | 'patch' | 'delete';
