/** What the server sends. */
export type Bytes = Buffer & Slices;

/** Node's own, without the checks of `toString`; its typings leave them out. */
interface Slices {
  utf8Slice(from: number, to: number): string;
  latin1Slice(from: number, to: number): string;
}

/** Whether this platform has them. */
export const hasSlices: boolean = 'utf8Slice' in Buffer.prototype && 'latin1Slice' in Buffer.prototype;

const MINUS = 45;
const ZERO = 48;

/** A 32-bit integer of the protocol. */
export function int32(bytes: Bytes, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

/** The text of bytes that are ASCII. */
export function latin1(bytes: Bytes, from: number, to: number): string {
  return bytes.latin1Slice(from, to);
}

/** A whole number that a double holds at each of its digits. */
export function readIntegerIn(bytes: Bytes, from: number, to: number): number {
  const negative = bytes[from] === MINUS;
  let value = 0;
  for (let at = negative ? from + 1 : from; at < to; at++) value = value * 10 + ((bytes[at] as number) - ZERO);
  return negative ? -value : value;
}
