/** Where a program wrote a line. */
export type LogStream = 'stdout' | 'stderr';

/** One record of a log file in the format of the container runtime interface. */
export interface CriRecord {
  /** RFC 3339 with nine digits of a second: as text, later is greater. */
  readonly time: string;
  /** Whether the line goes on in the next record. */
  readonly partial: boolean;
  /** Bytes, one a character. */
  readonly text: string;
}

/** A runtime cuts longer lines into records of this many bytes. */
const longest = 16 * 1024;

/** The time of each record, later than that of the one before it. */
class Clock {
  private milliseconds = 0;
  private nanoseconds = 0;
  private text = '';

  next(): string {
    const now = Date.now();
    if (now > this.milliseconds) {
      this.milliseconds = now;
      this.nanoseconds = 0;
      this.text = new Date(now).toISOString().slice(0, -1);
    } else this.nanoseconds++;
    return `${this.text}${String(this.nanoseconds).padStart(6, '0')}Z`;
  }
}

/**
 * Makes records of what one container writes. Texts are bytes, one a character, so that nothing is lost of what
 * is no UTF-8.
 */
export class CriEncoder {
  private readonly clock = new Clock();
  private readonly unfinished: Record<LogStream, string> = { stdout: '', stderr: '' };

  /** Records of the lines that end in a chunk; the rest waits for its end. */
  encode(stream: LogStream, chunk: Buffer): string {
    const lines = (this.unfinished[stream] + chunk.toString('latin1')).split('\n');
    const rest = lines.pop() ?? '';
    const whole = rest.length - (rest.length % longest);
    this.unfinished[stream] = rest.slice(whole);
    return (
      lines.map((line) => this.records(stream, line, 'F')).join('') +
      (whole > 0 ? this.records(stream, rest.slice(0, whole), 'P') : '')
    );
  }

  /** Records of lines that have no end, once the program has one. */
  end(): string {
    const streams = ['stdout', 'stderr'] as const;
    return streams
      .filter((stream) => this.unfinished[stream] !== '')
      .map((stream) => this.records(stream, this.unfinished[stream], 'P'))
      .join('');
  }

  private records(stream: LogStream, line: string, last: 'F' | 'P'): string {
    let text = '';
    let from = 0;
    for (; line.length - from > longest; from += longest)
      text += `${this.clock.next()} ${stream} P ${line.slice(from, from + longest)}\n`;
    return `${text}${this.clock.next()} ${stream} ${last} ${line.slice(from)}\n`;
  }
}

/** Reads records back, from chunks that end anywhere. */
export class CriDecoder {
  private unfinished = '';

  decode(chunk: Buffer): CriRecord[] {
    const lines = (this.unfinished + chunk.toString('latin1')).split('\n');
    this.unfinished = lines.pop() ?? '';
    return lines.map((line) => {
      const stream = line.indexOf(' ') + 1;
      const tag = line.indexOf(' ', stream) + 1;
      return {
        time: line.slice(0, stream - 1),
        partial: line[tag] === 'P',
        text: line.slice(tag + 2),
      };
    });
  }
}
