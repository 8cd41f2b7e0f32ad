import { attributeOf, own, passThrough, type ModelInstance } from '@shelf/core/inside';

/** What a model holds in columns of its table, whatever `parse` and `format` call them. */
export function valuesOf(model: ModelInstance, columns: readonly string[]): unknown[] {
  const row = model._row;
  if (model.format === passThrough) return columns.map((column) => own(row, attributeOf(model, column)));
  const formatted = model.format({ ...row });
  return columns.map((column) => own(formatted, column) ?? own(row, attributeOf(model, column)));
}

/** The same of one column. */
export function valueOf(model: ModelInstance, column: string): unknown {
  return model.format === passThrough ? own(model._row, attributeOf(model, column)) : valuesOf(model, [column])[0];
}
