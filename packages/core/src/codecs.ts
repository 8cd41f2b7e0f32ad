// What codecs of any database are made of: for dialects, which import it as `@shelf/core/codecs`.
export { BoundValue } from './codecs/bound-value.js';
export { compileRow, type Property } from './codecs/compiled.js';
export { daysSinceEpoch, instantText, isCalendarDate, timeOf } from './codecs/dates.js';
export { isInt64 } from './codecs/integers.js';
export { json } from './codecs/json.js';
export { isPlainObject } from './codecs/plain-object.js';
export { show } from './codecs/show.js';
export { dayIn, instantIn } from './codecs/temporal.js';
export { isWellFormed } from './codecs/text.js';
