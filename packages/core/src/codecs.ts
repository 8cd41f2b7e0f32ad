// What codecs of any database are made of: for dialects, which import it as `@shelf/core/codecs`.
export { BoundValue } from './codecs/bound-value.js';
export { compileRow, type Property } from './codecs/compiled.js';
export { daysSinceEpoch, instantText, isCalendarDate, timeOf } from './codecs/dates.js';
export { isInt64 } from './codecs/integers.js';
export { json } from './codecs/json.js';
export {
  decimalIn,
  digitsIn,
  doubleIn,
  floatIn,
  integerIn,
  plainNumber,
  shortestFloat,
  wholeIn,
} from './codecs/numbers.js';
export { isPlainObject } from './codecs/plain-object.js';
export { show } from './codecs/show.js';
export { checkFraction, cutTime, dayIn, instantIn, timeOfDayIn } from './codecs/temporal.js';
export { checkLength, isWellFormed } from './codecs/text.js';
