import { attributeOf, own, passThrough, type ModelInstance } from '@shelf/core/inside';

/** What a model holds in columns of its table, whatever `parse` and `format` call them. */
export function valuesOf(model: ModelInstance, columns: readonly string[]): unknown[] {
  const row = model._row;
  const [only] = columns;
  if (columns.length === 1 && model.format === passThrough) return [own(row, attributeOf(model, only as string))];
  if (model.format === passThrough) return columns.map((column) => own(row, attributeOf(model, column)));
  const formatted = model.format({ ...row });
  return columns.map((column) => own(formatted, column) ?? own(row, attributeOf(model, column)));
}
