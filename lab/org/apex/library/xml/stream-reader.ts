/** XML read event by event. Apex Reference Guide, "XmlStreamReader Class". */
import { apexError } from '../../runtime/exception-value.ts';
import { constant, enumeration, given, library, type LibraryDeclaration } from '../define.ts';
import { readXml, XmlFault, type XmlAttribute, type XmlDocument, type XmlEvent, type XmlName } from './reading.ts';

const TAGS: Record<XmlEvent['kind'], string> = {
  start: 'START_ELEMENT',
  end: 'END_ELEMENT',
  text: 'CHARACTERS',
  cdata: 'CHARACTERS',
  comment: 'COMMENT',
  dtd: 'DTD',
  instruction: 'PROCESSING_INSTRUCTION'
};
/** The numbers that `next` gives, as those of the Java interface that the class mirrors. */
const NUMBERS: Record<string, number> = {
  START_ELEMENT: 1,
  END_ELEMENT: 2,
  PROCESSING_INSTRUCTION: 3,
  CHARACTERS: 4,
  COMMENT: 5,
  START_DOCUMENT: 7,
  END_DOCUMENT: 8,
  DTD: 11
};

export class StreamReaderValue {
  readonly typeName = 'XmlStreamReader';
  private readonly document: XmlDocument;
  private at = -1;
  private joins = false;

  constructor(xml: string) {
    try {
      this.document = readXml(xml);
    } catch (cause) {
      if (cause instanceof XmlFault) {
        throw apexError('XmlException', `ParseError at [row,col]:[${cause.line},${cause.column}]\nMessage: ${cause.message}`);
      }
      throw cause;
    }
  }
  get head(): XmlDocument {
    return this.document;
  }
  get event(): XmlEvent | undefined {
    return this.document.events[this.at];
  }
  /** Adjacent characters are one event from here on. */
  coalesce(joins: boolean): void {
    this.joins = joins;
  }
  tag(): string {
    return this.at < 0 ? 'START_DOCUMENT' : this.event ? TAGS[this.event.kind] : 'END_DOCUMENT';
  }
  hasNext(): boolean {
    return this.at < this.document.events.length;
  }
  next(): number {
    if (!this.hasNext()) {
      throw apexError('XmlException', 'The document has no more events.');
    }
    this.at += 1;
    const { events } = this.document;
    for (let next = events[this.at + 1]; this.joins && isText(this.event) && isText(next); next = events[this.at + 1]) {
      events.splice(this.at, 2, { kind: 'text', text: this.event.text + next.text });
    }
    return NUMBERS[this.tag()] ?? 0;
  }
  /** Over white space, comments and instructions. */
  nextTag(): number {
    let number = this.next();
    while (this.isSpace() || ['COMMENT', 'PROCESSING_INSTRUCTION'].includes(this.tag())) {
      number = this.next();
    }
    if (!['START_ELEMENT', 'END_ELEMENT'].includes(this.tag())) {
      throw apexError('XmlException', 'A start or an end tag is expected.');
    }
    return number;
  }
  isSpace(): boolean {
    return isText(this.event) && this.event.text.trim() === '';
  }
  name(): XmlName | null {
    const { event } = this;
    return event?.kind === 'start' || event?.kind === 'end' ? event.name : null;
  }
  attributes(): XmlAttribute[] {
    if (this.event?.kind !== 'start') {
      throw apexError('XmlException', 'The reader does not stand on the start of an element.');
    }
    return this.event.attributes;
  }
  attribute(index: number): XmlAttribute {
    const found = this.attributes()[index];
    if (!found) {
      throw apexError('XmlException', `There is no attribute ${index}.`);
    }
    return found;
  }
}

type TextEvent = Extract<XmlEvent, { text: string }> & { kind: 'text' | 'cdata' };
const isText = (event: XmlEvent | undefined): event is TextEvent => event?.kind === 'text' || event?.kind === 'cdata';

type Self = StreamReaderValue;
const textOf = ({ event }: Self): string | null => (event && 'text' in event ? event.text : null);
const instruction = ({ event }: Self) => (event?.kind === 'instruction' ? event : null);

export const streamReader: LibraryDeclaration[] = [
  enumeration('XmlTag', [
    'ATTRIBUTE',
    'CDATA',
    'CHARACTERS',
    'COMMENT',
    'DTD',
    'END_DOCUMENT',
    'END_ELEMENT',
    'ENTITY_DECLARATION',
    'ENTITY_REFERENCE',
    'NAMESPACE',
    'NOTATION_DECLARATION',
    'PROCESSING_INSTRUCTION',
    'SPACE',
    'START_DOCUMENT',
    'START_ELEMENT'
  ]),
  library({
    name: 'XmlStreamReader',
    members: {
      'new(String xml)': given((xml: string) => new StreamReaderValue(xml)),
      'Integer getAttributeCount()': (self: Self) => self.attributes().length,
      'String getAttributeLocalName(Integer index)': given((self: Self, index: number) => self.attribute(index).local),
      'String getAttributeNamespace(Integer index)': given((self: Self, index: number) => self.attribute(index).namespace),
      'String getAttributePrefix(Integer index)': given((self: Self, index: number) => self.attribute(index).prefix),
      'String getAttributeType(Integer index)': given((self: Self, index: number) => (self.attribute(index), 'CDATA')),
      'String getAttributeValue(String namespaceUri, String localName)': (self: Self, uri: string | null, name: string | null) =>
        self.attributes().find((one) => one.local === name && (uri === null || (one.namespace ?? '') === uri))?.value ?? null,
      'String getAttributeValueAt(Integer index)': given((self: Self, index: number) => self.attribute(index).value),
      'XmlTag getEventType()': (self: Self) => constant('XmlTag', self.tag()),
      'String getLocalName()': (self: Self) => self.name()?.local ?? null,
      'String getNamespace()': (self: Self) => self.name()?.namespace ?? null,
      'String getPrefix()': (self: Self) => self.name()?.prefix ?? null,
      'String getPIData()': (self: Self) => instruction(self)?.text ?? null,
      'String getPITarget()': (self: Self) => instruction(self)?.target ?? null,
      'String getText()': textOf,
      'String getVersion()': (self: Self) => self.head.version,
      'Boolean hasName()': (self: Self) => self.name() !== null,
      'Boolean hasNext()': (self: Self) => self.hasNext(),
      'Boolean hasText()': (self: Self) => textOf(self) !== null,
      'Boolean isCharacters()': (self: Self) => self.tag() === 'CHARACTERS',
      'Boolean isEndElement()': (self: Self) => self.tag() === 'END_ELEMENT',
      'Boolean isStartElement()': (self: Self) => self.tag() === 'START_ELEMENT',
      'Boolean isWhiteSpace()': (self: Self) => self.isSpace(),
      'Integer next()': (self: Self) => self.next(),
      'Integer nextTag()': (self: Self) => self.nextTag(),
      'void setCoalescing(Boolean returnAsSingleBlock)': given((self: Self, joins: boolean) => self.coalesce(joins)),
      'void setNamespaceAware(Boolean isNamespaceAware)': given((_self: Self, isAware: boolean) => {
        if (!isAware) {
          throw apexError('UnsupportedOperationException', 'This org reads XML with its namespaces only.');
        }
      })
    }
  })
];
