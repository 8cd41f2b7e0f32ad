import type { Packet } from '../src/commands.js';
import { Frames } from '../src/frames.js';

const LONGEST = 0xff_ffff;

/** Packets as the server sends a payload: longer ones in parts, of which the last is shorter than one can be. */
function packetsOf(payload: Buffer, sequenceId: number): Buffer {
  const parts: Buffer[] = [];
  for (let from = 0; ; from += LONGEST) {
    const part = payload.subarray(from, from + LONGEST);
    const header = Buffer.alloc(4);
    header.writeUIntLE(part.length, 0, 3);
    header[3] = (sequenceId + parts.length / 2) & 255;
    parts.push(header, part);
    if (part.length < LONGEST) return Buffer.concat(parts);
  }
}

interface Heard {
  readonly frames: Frames;
  readonly log: string[];
  readonly rows: object[];
  readonly connection: { sequenceId: number };
}

/** Frames whose packets are written down, and rows of their own payloads. */
function listening(): Heard {
  const log: string[] = [];
  const connection = { sequenceId: 0 };
  const hand = ({ buffer, start, offset, end, sequenceId, numPackets }: Packet): void => {
    expect(offset).toBe(start + 4);
    log.push(`${sequenceId} ${numPackets} ${show(buffer.subarray(offset, end))}`);
  };
  const frames = new Frames({ _reusablePacket: {} as Packet, onPacket: hand }, connection);
  return { frames, log, rows: [], connection };
}

function show(bytes: Buffer): string {
  return bytes.length > 20 ? `${bytes.length} ${bytes.subarray(0, 3).toString('hex')}` : bytes.toString('hex');
}

function takingOf(rows: object[]): NonNullable<Frames['taking']> {
  return { rows, makeRow: ({ buffer, offset, end }) => ({ row: show(buffer.subarray(offset, end)) }) };
}

const ANSWER = Buffer.concat([
  packetsOf(Buffer.from('00aa', 'hex'), 3),
  packetsOf(Buffer.from('00bbcc', 'hex'), 4),
  packetsOf(Buffer.alloc(300, 0xfe), 6),
  packetsOf(Buffer.from('fe00000200', 'hex'), 7),
  packetsOf(Buffer.from('0011', 'hex'), 1),
]);

test('rows are taken until a packet comes that is none, wherever the bytes are cut', () => {
  for (let cut = 0; cut <= ANSWER.length; cut++) {
    for (const second of new Set([cut, Math.min(cut + 1, ANSWER.length), Math.min(cut + 5, ANSWER.length)])) {
      const heard = listening();
      heard.frames.taking = takingOf(heard.rows);
      for (const part of [ANSWER.subarray(0, cut), ANSWER.subarray(cut, second), ANSWER.subarray(second)])
        if (part.length > 0) heard.frames.execute(part);
      expect(heard.rows).toEqual([{ row: '00aa' }, { row: '00bbcc' }, { row: '300 fefefe' }]);
      expect(heard.log).toEqual(['7 1 fe00000200', '1 1 0011']);
      expect(heard.connection.sequenceId).toBe(7);
      expect(heard.frames.taking).toBeUndefined();
    }
  }
});

test('byte by byte, and without rows to take, all packets are handed on', () => {
  const heard = listening();
  const bytes = Buffer.concat([ANSWER, packetsOf(Buffer.alloc(0), 5)]);
  for (const byte of bytes) heard.frames.execute(Buffer.from([byte]));
  expect(heard.log).toEqual(['3 1 00aa', '4 1 00bbcc', '6 1 300 fefefe', '7 1 fe00000200', '1 1 0011', '5 1 ']);
});

test('an error ends the rows', () => {
  const heard = listening();
  heard.frames.taking = takingOf(heard.rows);
  heard.frames.execute(
    Buffer.concat([packetsOf(Buffer.from('00aa', 'hex'), 3), packetsOf(Buffer.from('ff1204', 'hex'), 4)]),
  );
  expect(heard.rows).toEqual([{ row: '00aa' }]);
  expect(heard.log).toEqual(['4 1 ff1204']);
});

test('a row that cannot be made is handed on, as are those after it', () => {
  const heard = listening();
  const { rows } = heard;
  heard.frames.taking = {
    rows,
    makeRow() {
      throw new Error('no such row');
    },
  };
  heard.frames.execute(ANSWER.subarray(0, 13));
  expect(rows).toEqual([]);
  expect(heard.log).toEqual(['3 1 00aa', '4 1 00bbcc']);
});

test.each([LONGEST - 1, LONGEST, LONGEST + 1, 2 * LONGEST, 2 * LONGEST + 7])(
  'a payload of %d bytes comes as one packet',
  (length) => {
    for (const chunk of [65_536, LONGEST + 4, 3 * LONGEST]) {
      const heard = listening();
      heard.frames.taking = takingOf(heard.rows);
      const bytes = Buffer.concat([packetsOf(Buffer.alloc(length, 0x61), 254), packetsOf(Buffer.from('00', 'hex'), 9)]);
      for (let from = 0; from < bytes.length; from += chunk) heard.frames.execute(bytes.subarray(from, from + chunk));
      const parts = Math.floor(length / LONGEST) + 1;
      // One that is not too long is a row; so is the next, unless a long one had to be handed on.
      expect(heard.log).toEqual(parts === 1 ? [] : [`254 ${parts} ${length} 616161`, '9 1 00']);
      expect(heard.rows).toEqual(parts === 1 ? [{ row: `${length} 616161` }, { row: '00' }] : []);
    }
  },
);
