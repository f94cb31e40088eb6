import type { Socket } from 'node:net';

/** The possible first bytes of an informational answer, position by position. */
const INFORMATIONAL = ['H', 'T', 'T', 'P', '/', '1', '.', '01', ' ', '1', '0123456789', '0123456789'];
const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** A longer head is left to the parser, which refuses it. */
const LONGEST_HEAD = 16 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Removes informational answers (any 1xx) from the bytes of a socket, because undici breaks the connection on a `100
 * Continue` that it did not ask for. Everything else passes unchanged.
 */
export class FinalAnswers {
  /** Bytes received since the last request, those of informational answers included. */
  received = 0;
  private state: 'start' | 'informational' | 'final' = 'start';
  private held: Buffer = NOTHING;

  constructor(socket: Socket) {
    const read = socket.read.bind(socket) as (size?: number) => Buffer | null;
    socket.read = (size?: number) => {
      for (;;) {
        const chunk = read(size);
        if (chunk === null) return null;
        this.received += chunk.length;
        const passed = this.pass(chunk);
        if (passed.length > 0) return passed;
      }
    };
  }

  /** Called before each request: the next bytes begin with the head of an answer. */
  expectHead(): void {
    this.received = 0;
    this.state = 'start';
    this.held = NOTHING;
  }

  private pass(chunk: Buffer): Buffer {
    if (this.state === 'final') return chunk;
    let bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    this.held = NOTHING;
    for (;;) {
      if (this.state === 'start') this.state = kindOf(bytes);
      if (this.state === 'final') return bytes;
      const end = this.state === 'informational' ? bytes.indexOf(END_OF_HEAD) : -1;
      if (end === -1) return this.hold(bytes);
      bytes = bytes.subarray(end + END_OF_HEAD.length);
      this.state = 'start';
    }
  }

  private hold(bytes: Buffer): Buffer {
    if (bytes.length > LONGEST_HEAD) {
      this.state = 'final';
      return bytes;
    }
    this.held = bytes;
    return NOTHING;
  }
}

/** `start` while there are too few bytes to decide. */
function kindOf(bytes: Buffer): 'start' | 'informational' | 'final' {
  const start = bytes.toString('latin1', 0, INFORMATIONAL.length);
  for (let place = 0; place < start.length; place++)
    if (!INFORMATIONAL[place]?.includes(start.charAt(place))) return 'final';
  return start.length === INFORMATIONAL.length ? 'informational' : 'start';
}
