const MS_PER_DAY = 86_400_000;
const ZERO = 48;

/** 0000-01-01 and the day after 9999-12-31, as days from 1970. */
const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_897;

/**
 * The text that Shelf writes for an instant, which is `Date.toISOString`'s, made in a quarter of the time.
 * The date is that of `daysSinceEpoch`, backwards.
 */
export function instantText(time: number): string {
  const day = Math.floor(time / MS_PER_DAY);
  if (!(day >= FIRST_DAY && day < LAST_DAY)) return new Date(time).toISOString();
  const days = day + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const leapDays = ((dayOfEra / 1460) | 0) - ((dayOfEra / 36_524) | 0) + ((dayOfEra / 146_096) | 0);
  const yearOfEra = ((dayOfEra - leapDays) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const fromMarch = ((5 * dayOfYear + 2) / 153) | 0;
  const date = dayOfYear - (((153 * fromMarch + 2) / 5) | 0) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const inDay = time - day * MS_PER_DAY;
  const ms = inDay % 1000;
  const seconds = (inDay - ms) / 1000;
  const minutes = (seconds / 60) | 0;
  const hour = (minutes / 60) | 0;
  const minute = minutes - hour * 60;
  const second = seconds - minutes * 60;
  return String.fromCharCode(
    ZERO + ((year / 1000) | 0),
    ZERO + (((year / 100) | 0) % 10),
    ZERO + (((year / 10) | 0) % 10),
    ZERO + (year % 10),
    45,
    ZERO + ((month / 10) | 0),
    ZERO + (month % 10),
    45,
    ZERO + ((date / 10) | 0),
    ZERO + (date % 10),
    84,
    ZERO + ((hour / 10) | 0),
    ZERO + (hour % 10),
    58,
    ZERO + ((minute / 10) | 0),
    ZERO + (minute % 10),
    58,
    ZERO + ((second / 10) | 0),
    ZERO + (second % 10),
    46,
    ZERO + ((ms / 100) | 0),
    ZERO + (((ms / 10) | 0) % 10),
    ZERO + (ms % 10),
    90,
  );
}

/** The epoch milliseconds of an ISO 8601 text; undefined when it is none. */
export function timeOf(text: string): number | undefined {
  return text.length === 24 ? (canonicalTime(text) ?? otherTime(text)) : otherTime(text);
}

/** Whether a text is a date of the calendar, `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  return text.length === 10 && otherTime(text) !== undefined;
}

/** Reads `YYYY-MM-DDTHH:MM:SS.mmmZ`, the form that Shelf writes, by arithmetic: three times as fast as `new Date`. */
function canonicalTime(text: string): number | undefined {
  const c0 = text.charCodeAt(0) - ZERO;
  const c1 = text.charCodeAt(1) - ZERO;
  const c2 = text.charCodeAt(2) - ZERO;
  const c3 = text.charCodeAt(3) - ZERO;
  const month1 = text.charCodeAt(5) - ZERO;
  const month2 = text.charCodeAt(6) - ZERO;
  const day1 = text.charCodeAt(8) - ZERO;
  const day2 = text.charCodeAt(9) - ZERO;
  const hour1 = text.charCodeAt(11) - ZERO;
  const hour2 = text.charCodeAt(12) - ZERO;
  const minute1 = text.charCodeAt(14) - ZERO;
  const minute2 = text.charCodeAt(15) - ZERO;
  const second1 = text.charCodeAt(17) - ZERO;
  const second2 = text.charCodeAt(18) - ZERO;
  const ms1 = text.charCodeAt(20) - ZERO;
  const ms2 = text.charCodeAt(21) - ZERO;
  const ms3 = text.charCodeAt(22) - ZERO;
  if (
    text.charCodeAt(4) !== 45 ||
    text.charCodeAt(7) !== 45 ||
    text.charCodeAt(10) !== 84 ||
    text.charCodeAt(13) !== 58 ||
    text.charCodeAt(16) !== 58 ||
    text.charCodeAt(19) !== 46 ||
    text.charCodeAt(23) !== 90 ||
    c0 >>> 0 > 9 ||
    c1 >>> 0 > 9 ||
    c2 >>> 0 > 9 ||
    c3 >>> 0 > 9 ||
    month1 >>> 0 > 1 ||
    month2 >>> 0 > 9 ||
    day1 >>> 0 > 3 ||
    day2 >>> 0 > 9 ||
    hour1 >>> 0 > 2 ||
    hour2 >>> 0 > 9 ||
    minute1 >>> 0 > 5 ||
    minute2 >>> 0 > 9 ||
    second1 >>> 0 > 5 ||
    second2 >>> 0 > 9 ||
    ms1 >>> 0 > 9 ||
    ms2 >>> 0 > 9 ||
    ms3 >>> 0 > 9
  ) {
    return undefined;
  }
  const year = c0 * 1000 + c1 * 100 + c2 * 10 + c3;
  const month = month1 * 10 + month2;
  const day = day1 * 10 + day2;
  const hour = hour1 * 10 + hour2;
  if (month === 0 || month > 12 || day === 0 || hour > 23 || (day > 28 && day > daysIn(year, month))) return undefined;
  return (
    daysSinceEpoch(year, month, day) * MS_PER_DAY +
    ((hour * 60 + minute1 * 10 + minute2) * 60 + second1 * 10 + second2) * 1000 +
    ms1 * 100 +
    ms2 * 10 +
    ms3
  );
}

// date, then optionally time with optional seconds and fraction, then optionally a zone
const ISO =
  /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/i;
/** The furthest from 1970 that a Date reaches. */
const LAST_TIME = 8.64e15;

function otherTime(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, years = '', months, days, hours, minutes, seconds = '0', fraction = '', zone = 'Z'] = match;
  if (hours === undefined && match[8] !== undefined) return undefined;
  const year = Number(years);
  const month = Number(months);
  const day = Number(days);
  const hour = Number(hours ?? 0);
  const minute = Number(minutes ?? 0);
  const second = Number(seconds);
  if (years === '-000000' || month === 0 || month > 12 || day === 0 || day > daysIn(year, month)) return undefined;
  if (minute > 59 || second > 59) return undefined;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  if (hour > 23 && !(hour === 24 && minute + second + Number(fraction) === 0)) return undefined;
  const offset = offsetOf(zone);
  if (offset === undefined) return undefined;
  const time =
    daysSinceEpoch(year, month, day) * MS_PER_DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000 + ms;
  return Math.abs(time) <= LAST_TIME ? time : undefined;
}

/** The minutes that a zone is ahead of UTC. */
function offsetOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2)) * (zone.length > 3 ? 1 : 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar; years begin in March, so that a leap day comes last. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) | 0) + day - 1;
  const dayOfEra = yearOfEra * 365 + (yearOfEra >> 2) - ((yearOfEra / 100) | 0) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
