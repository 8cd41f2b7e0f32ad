import { daysSinceEpoch } from '@shelf/core/codecs';
import type { Bytes, Packet } from './commands.js';
import { readInstant } from './dates.js';

/** What the code of a row calls: `constants[0]` is the zone's offset. */
export const HELPERS: readonly unknown[] = [instantInText, instantInBinary, integerInText];

const MS_PER_DAY = 86_400_000;
const [MINUS, ZERO] = [45, 48];

/** An instant as a Date, or as the text that it is where no Date can be that. */
function instantInText(packet: Packet, zoneOffset: number): unknown {
  const text = packet.readLengthCodedString('ascii');
  return readInstant(text, zoneOffset);
}

/**
 * The same of a prepared statement's answer: the bytes that follow, the year in two of them, then month, day, hour, minute and second,
 * and microseconds in four; what is 0 at the end is left out.
 */
function instantInBinary(packet: Packet, zoneOffset: number, decimals: number, columnType: number): unknown {
  const { buffer: bytes, offset: at } = packet;
  const length = bytes[at] as number;
  const month = bytes[at + 3] as number;
  const day = bytes[at + 4] as number;
  if (length < 4 || month === 0 || day === 0)
    return readInstant(packet.readDateTimeString(decimals, null, columnType), zoneOffset);
  packet.offset = at + 1 + length;
  const year = (bytes[at + 1] as number) | ((bytes[at + 2] as number) << 8);
  let time = daysSinceEpoch(year, month, day) * MS_PER_DAY - zoneOffset;
  if (length >= 7)
    time += (((bytes[at + 5] as number) * 60 + (bytes[at + 6] as number)) * 60 + (bytes[at + 7] as number)) * 1000;
  if (length >= 11) time += Math.floor(bytes.readUInt32LE(at + 8) / 1000);
  return new Date(time);
}

/** A whole number that a double holds at each of its digits. */
function integerInText(bytes: Bytes, from: number, to: number): number {
  const negative = bytes[from] === MINUS;
  let value = 0;
  for (let at = negative ? from + 1 : from; at < to; at++) value = value * 10 + ((bytes[at] as number) - ZERO);
  return negative ? -value : value;
}
