/** Pattern and Matcher. Apex Reference Guide, the classes of these names. */
import { apexError } from '../../runtime/exception-value.ts';
import { given, library, listOf } from '../define.ts';
import { compileRegex } from './regex.ts';
import { replaceAllIn, replaceFirstIn, splitBy } from './replacing.ts';

export class PatternValue {
  readonly typeName = 'Pattern';
  readonly text: string;
  readonly regex: RegExp;
  constructor(text: string) {
    this.text = text;
    this.regex = compileRegex(text);
  }
  tostring$0(): string {
    return this.text;
  }
}

type Whole = 'no' | 'start' | 'both';

class MatcherValue {
  readonly typeName = 'Matcher';
  pattern: PatternValue;
  text: string;
  from = 0;
  to: number;
  /** Where the next `find` begins. */
  next = 0;
  match: RegExpExecArray | null = null;

  constructor(pattern: PatternValue, text: string) {
    this.pattern = pattern;
    this.text = text;
    this.to = text.length;
  }
  /** Within the region, whose ends are those of the text to anchors. */
  search(at: number, whole: Whole): boolean {
    const { source, flags } = this.pattern.regex;
    const bound = whole === 'both' ? `(?:${source})(?![\\s\\S])` : source;
    const regex = new RegExp(bound, whole === 'no' ? flags : flags.replace('g', 'y'));
    regex.lastIndex = at - this.from;
    this.match = regex.exec(this.text.slice(this.from, this.to));
    if (this.match) {
      const end = this.from + this.match.index + this.match[0].length;
      this.next = this.match[0] === '' ? end + 1 : end;
    }
    return this.match !== null;
  }
  find(): boolean {
    if (this.next > this.to) {
      this.match = null;
      return false;
    }
    return this.search(this.next, 'no');
  }
  reset(): this {
    this.from = 0;
    this.to = this.text.length;
    this.next = 0;
    this.match = null;
    return this;
  }
  matched(): RegExpExecArray {
    if (!this.match) {
      throw apexError('StringException', 'No match found');
    }
    return this.match;
  }
  /** Start and end of a group; null when it took no part. */
  place(index: number): [number, number] | null {
    const match = this.matched();
    if (index < 0 || index >= match.length) {
      throw apexError('StringException', `No group ${index}`);
    }
    const place = match.indices?.[index];
    return place ? [place[0] + this.from, place[1] + this.from] : null;
  }
  region(start: number, end: number): this {
    if (start < 0 || end > this.text.length || start > end) {
      throw apexError('StringException', 'start or end is out of bounds of the text');
    }
    this.reset();
    this.from = start;
    this.to = end;
    this.next = start;
    return this;
  }
}

const groups = (pattern: PatternValue): number => (new RegExp(`${pattern.regex.source}|`, pattern.regex.flags).exec('')?.length ?? 1) - 1;
const matchesWhole = (matcher: MatcherValue): boolean => matcher.search(matcher.from, 'both');

export const pattern = library({
  name: 'Pattern',
  members: {
    'static Pattern compile(String text)': given((text: string) => new PatternValue(text)),
    'static Boolean matches(String pattern, String text)': given((text: string, input: string) =>
      matchesWhole(new MatcherValue(new PatternValue(text), input))
    ),
    'static String quote(String text)': given((text: string) => `\\Q${text.replaceAll('\\E', '\\E\\\\E\\Q')}\\E`),
    'Matcher matcher(String text)': given((self: PatternValue, text: string) => new MatcherValue(self, text)),
    'String pattern()': (self: PatternValue) => self.text,
    'List<String> split(String text)': given((self: PatternValue, text: string) => listOf('String', splitBy(text, self.text, 0))),
    'List<String> split(String text, Integer limit)': given((self: PatternValue, text: string, limit: number) =>
      listOf('String', splitBy(text, self.text, limit))
    )
  }
});

export const matcher = library({
  name: 'Matcher',
  members: {
    'static String quoteReplacement(String text)': given((text: string) => text.replace(/[\\$]/g, '\\$&')),
    'Boolean matches()': matchesWhole,
    'Boolean lookingAt()': (self: MatcherValue) => self.search(self.from, 'start'),
    'Boolean find()': (self: MatcherValue) => self.find(),
    'Boolean find(Integer from)': given((self: MatcherValue, from: number) => {
      if (from < 0 || from > self.text.length) {
        throw apexError('StringException', `Illegal start index: ${from}`);
      }
      self.reset();
      self.next = from;
      return self.find();
    }),
    'String group()': (self: MatcherValue) => self.matched()[0],
    'String group(Integer index)': given((self: MatcherValue, index: number) => {
      const place = self.place(index);
      return place && self.text.slice(...place);
    }),
    'Integer groupCount()': (self: MatcherValue) => groups(self.pattern),
    'Integer start()': (self: MatcherValue) => self.place(0)?.[0],
    'Integer start(Integer index)': given((self: MatcherValue, index: number) => self.place(index)?.[0] ?? -1),
    'Integer end()': (self: MatcherValue) => self.place(0)?.[1],
    'Integer end(Integer index)': given((self: MatcherValue, index: number) => self.place(index)?.[1] ?? -1),
    'Matcher reset()': (self: MatcherValue) => self.reset(),
    'Matcher reset(String text)': given((self: MatcherValue, text: string) => {
      self.text = text;
      return self.reset();
    }),
    'Matcher region(Integer start, Integer end)': given((self: MatcherValue, start: number, end: number) => self.region(start, end)),
    'Integer regionStart()': (self: MatcherValue) => self.from,
    'Integer regionEnd()': (self: MatcherValue) => self.to,
    'Pattern pattern()': (self: MatcherValue) => self.pattern,
    'Matcher usePattern(Pattern pattern)': given((self: MatcherValue, next: PatternValue) => {
      self.pattern = next;
      self.match = null;
      return self;
    }),
    'String replaceAll(String replacement)': given((self: MatcherValue, text: string) =>
      replaceAllIn(self.reset().text, self.pattern.text, text)
    ),
    'String replaceFirst(String replacement)': given((self: MatcherValue, text: string) =>
      replaceFirstIn(self.reset().text, self.pattern.text, text)
    )
  }
});
