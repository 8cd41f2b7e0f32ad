import { transactionOf, type CallOptions, type CollectionInstance, type ModelInstance } from '@shelf/core/inside';

/** Runs statements so that all of them count or none: in a transaction, or in a savepoint of the caller's. */
export function together<T>(
  { shelf }: ModelInstance,
  options: CallOptions,
  work: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const outer = transactionOf(shelf, options);
  return shelf.transaction(
    (transacting) => work({ ...options, transacting }),
    outer === undefined ? {} : { transacting: outer },
  );
}

/** The models of all rows that a model stands for. */
export async function everyOf(rows: ModelInstance, options: CallOptions): Promise<readonly ModelInstance[]> {
  const { fetchAll } = rows as unknown as { fetchAll(options: CallOptions): Promise<CollectionInstance> };
  const { models } = await fetchAll.call(rows, { ...statementOptions(options), ...seen(options) });
  if (Object.hasOwn(rows, 'tableName')) for (const model of models) model.tableName = rows.tableName;
  return models;
}

/** Options of one call, as the statements of its parts take them. */
export function statementOptions({
  transacting,
  debug,
  signal,
  timeout,
  withSchema,
  scopes,
}: CallOptions): CallOptions {
  const given = { transacting, debug, signal, timeout, withSchema, scopes };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Which rows a call sees. */
function seen({ onlyDeleted, withDeleted }: CallOptions): CallOptions {
  return { onlyDeleted, withDeleted };
}
