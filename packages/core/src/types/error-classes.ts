import type * as errors from '../errors.js';

/** Every error class, as they hang on a shelf. */
export interface ErrorClasses {
  readonly ShelfError: typeof errors.ShelfError;
  readonly NotFoundError: typeof errors.NotFoundError;
  readonly EmptyError: typeof errors.EmptyError;
  readonly NoRowsInsertedError: typeof errors.NoRowsInsertedError;
  readonly NoRowsUpdatedError: typeof errors.NoRowsUpdatedError;
  readonly NoRowsDeletedError: typeof errors.NoRowsDeletedError;
  readonly ModelNotResolvedError: typeof errors.ModelNotResolvedError;
  readonly InvalidRelationError: typeof errors.InvalidRelationError;
  readonly UndefinedBindingError: typeof errors.UndefinedBindingError;
  readonly TransactionClosedError: typeof errors.TransactionClosedError;
  readonly UniqueViolationError: typeof errors.UniqueViolationError;
  readonly ForeignKeyViolationError: typeof errors.ForeignKeyViolationError;
  readonly NotNullViolationError: typeof errors.NotNullViolationError;
  readonly CheckViolationError: typeof errors.CheckViolationError;
  readonly ConnectionLostError: typeof errors.ConnectionLostError;
  readonly ConnectionRefusedError: typeof errors.ConnectionRefusedError;
  readonly ReadOnlyError: typeof errors.ReadOnlyError;
  readonly StorageError: typeof errors.StorageError;
  readonly TimeoutError: typeof errors.TimeoutError;
  readonly SerializationFailureError: typeof errors.SerializationFailureError;
  readonly InvalidAttributeError: typeof errors.InvalidAttributeError;
  readonly InvalidValueError: typeof errors.InvalidValueError;
  readonly UnknownColumnError: typeof errors.UnknownColumnError;
  readonly UnknownTableError: typeof errors.UnknownTableError;
  readonly PluginMissingError: typeof errors.PluginMissingError;
  readonly RelationNotLoadedError: typeof errors.RelationNotLoadedError;
}
