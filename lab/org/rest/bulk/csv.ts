/** CSV as the Bulk API takes and gives it: six delimiters, two line endings, a quote doubled inside of quotes (Bulk API 2.0, Prepare CSV Files). */

export const DELIMITERS = { COMMA: ',', BACKQUOTE: '`', CARET: '^', PIPE: '|', SEMICOLON: ';', TAB: '\t' } as const;
export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;
export type Delimiter = keyof typeof DELIMITERS;
export type LineEnding = keyof typeof LINE_ENDINGS;

export interface CsvFormat {
  delimiter: Delimiter;
  lineEnding: LineEnding;
}

/** A file that cannot be read, in the platform's words; it fails the whole job. */
export class CsvError extends Error {}

export function csvLine(cells: string[], { delimiter, lineEnding }: CsvFormat): string {
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(DELIMITERS[delimiter]) + LINE_ENDINGS[lineEnding];
}

/**
 * The lines of a file, the header first; empty lines are left out. Cells are not trimmed.
 * @throws {CsvError}
 */
export function parseCsv(text: string, format: CsvFormat): string[][] {
  const reader = new Reader(text.replace(/^\uFEFF/, ''), format);
  const lines: string[][] = [];
  for (let line = reader.line(); line; line = reader.line()) {
    if (line.length > 1 || line[0] !== '') {
      lines.push(line);
    }
  }
  const columns = lines[0]?.length ?? 0;
  const uneven = lines.findIndex((line) => line.length !== columns);
  if (uneven >= 0) {
    throw new CsvError(`Line ${uneven + 1} has ${lines[uneven]?.length ?? 0} values, the header has ${columns}.`);
  }
  return lines;
}

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly format: CsvFormat;
  private readonly delimiter: string;

  constructor(text: string, format: CsvFormat) {
    this.text = text;
    this.format = format;
    this.delimiter = DELIMITERS[format.delimiter];
  }

  line(): string[] | null {
    if (this.at >= this.text.length) {
      return null;
    }
    const cells = [this.cell()];
    while (this.text[this.at] === this.delimiter) {
      this.at += 1;
      cells.push(this.cell());
    }
    this.end();
    return cells;
  }

  private cell(): string {
    if (this.text[this.at] !== '"') {
      const from = this.at;
      while (this.at < this.text.length && !this.isEnd()) {
        if (this.text[this.at] === '"') {
          throw unescaped();
        }
        this.at += 1;
      }
      return this.text.slice(from, this.at);
    }
    let value = '';
    for (let from = this.at + 1; ;) {
      const quote = this.text.indexOf('"', from);
      if (quote < 0) {
        throw new CsvError('Failed to parse CSV. EOF reached before closing an opened quote.');
      }
      value += this.text.slice(from, quote);
      if (this.text[quote + 1] !== '"') {
        this.at = quote + 1;
        break;
      }
      value += '"';
      from = quote + 2;
    }
    if (this.at < this.text.length && !this.isEnd()) {
      throw unescaped();
    }
    return value;
  }

  private isEnd(): boolean {
    const letter = this.text[this.at];
    return letter === this.delimiter || letter === '\n' || letter === '\r';
  }

  /** @throws {CsvError} when the file ends its lines otherwise than the job says. */
  private end(): void {
    if (this.at >= this.text.length) {
      return;
    }
    const ending = LINE_ENDINGS[this.format.lineEnding];
    if (!this.text.startsWith(ending, this.at)) {
      throw new CsvError(`LineEnding is invalid on user data. Current LineEnding setting is ${this.format.lineEnding}`);
    }
    this.at += ending.length;
  }
}

const unescaped = () => new CsvError('Failed to parse CSV. Found unescaped quote. A value with quote should be within a quote');
