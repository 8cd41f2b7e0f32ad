import { endOfQuoted, endOfValue, startOfNext, startOfValue, unquoted } from './text.js';

type Row = Record<string, unknown>;
type Decode = (value: unknown) => unknown;

/** What is done with the pairs of one name. */
interface Slot {
  readonly name: string;
  readonly decode: Decode | null | undefined;
  /** How a pair of that name begins: `"colour"=>`. */
  readonly head: string;
}

/** Hostile or generated names must not fill the memory. */
const MOST_SLOTS = 1000;

const QUOTE = 34;

/**
 * Makes the function that adds the pairs of an hstore to a row. Rows of one result mostly have the same names, which the
 * server writes in the same order: each pair is first expected to be named as the one in its place in the row before.
 */
export function unpacker(decoderOf: (name: string) => Decode | null | undefined): (value: unknown, row: Row) => void {
  const slots = new Map<string, Slot>();
  const expected: Slot[] = [];

  const slotAt = (text: string, at: number): Slot => {
    const end = endOfQuoted(text, at);
    const head = text.slice(at, startOfValue(text, end));
    let slot = slots.get(head);
    if (slot === undefined) {
      const name = unquoted(text, at, end);
      slot = { name, decode: decoderOf(name), head };
      if (slots.size >= MOST_SLOTS) slots.clear();
      slots.set(head, slot);
    }
    return slot;
  };

  return (value, row) => {
    const text = value as string;
    const escaped = text.includes('\\');
    let n = 0;
    for (let at = 0; at < text.length; n++) {
      let slot = expected[n];
      if (slot === undefined || !text.startsWith(slot.head, at)) expected[n] = slot = slotAt(text, at);
      const from = at + slot.head.length;
      const isText = text.charCodeAt(from) === QUOTE;
      const plainEnd = isText && !escaped ? text.indexOf('"', from + 1) + 1 : 0;
      const to = plainEnd > 0 ? plainEnd : endOfValue(text, from);
      const { name, decode } = slot;
      if (decode !== null) {
        const read = !isText ? null : escaped ? unquoted(text, from, to) : text.slice(from + 1, to - 1);
        row[name] = read === null || decode === undefined ? read : decode(read);
      }
      at = startOfNext(text, to);
    }
  };
}
