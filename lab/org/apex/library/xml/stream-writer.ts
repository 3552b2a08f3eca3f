/** XML written piece by piece. Apex Reference Guide, "XmlStreamWriter Class". */
import { apexError } from '../../runtime/exception-value.ts';
import { library, type LibraryDeclaration } from '../define.ts';
import { escapedText, escapedValue } from './reading.ts';

type Text = string | null;

class WriterValue {
  readonly typeName = 'XmlStreamWriter';
  text = '';
  /** Tags that are not closed yet. */
  readonly open: string[] = [];
  /** Of the last tag, until something follows it: `>` or `/>`. */
  pending = '';

  put(text: string): void {
    this.text += this.pending + text;
    this.pending = '';
  }
  start(prefix: Text, name: Text, end: string): void {
    const tag = prefix ? `${prefix}:${name}` : String(name);
    this.put(`<${tag}`);
    this.pending = end;
    if (end === '>') {
      this.open.push(tag);
    }
  }
  /** Inside of the tag that is being written. */
  inTag(text: string): void {
    if (this.pending === '') {
      throw apexError('XmlException', 'Attributes and namespaces are written right after the start of an element.');
    }
    this.text += text;
  }
  end(): void {
    const tag = this.open.pop();
    if (tag === undefined) {
      throw apexError('XmlException', 'No element is open.');
    }
    this.put(`</${tag}>`);
  }
}
type Self = WriterValue;
const xmlns = (self: Self, prefix: Text, uri: Text): void => self.inTag(` xmlns${prefix ? `:${prefix}` : ''}="${escapedValue(uri ?? '')}"`);

export const streamWriter: LibraryDeclaration = library({
  name: 'XmlStreamWriter',
  members: {
    'new()': () => new WriterValue(),
    'void close()': () => undefined,
    'String getXmlString()': (self: Self) => self.text + self.pending,
    'void setDefaultNamespace(String uri)': () => undefined,
    'void writeAttribute(String prefix, String namespaceUri, String localName, String value)': (
      self: Self,
      ...[prefix, , name, value]: [Text, Text, Text, Text]
    ) => self.inTag(` ${prefix ? `${prefix}:` : ''}${name}="${escapedValue(value ?? '')}"`),
    'void writeCData(String data)': (self: Self, data: Text) => self.put(`<![CDATA[${data ?? ''}]]>`),
    'void writeCharacters(String text)': (self: Self, text: Text) => self.put(escapedText(text ?? '')),
    'void writeComment(String comment)': (self: Self, comment: Text) => self.put(`<!--${comment ?? ''}-->`),
    'void writeDefaultNamespace(String namespaceUri)': (self: Self, uri: Text) => xmlns(self, null, uri),
    'void writeEmptyElement(String prefix, String localName, String namespaceUri)': (self: Self, prefix: Text, name: Text) =>
      self.start(prefix, name, '/>'),
    'void writeEndDocument()': (self: Self) => {
      while (self.open.length > 0) {
        self.end();
      }
      self.put('');
    },
    'void writeEndElement()': (self: Self) => self.end(),
    'void writeNamespace(String prefix, String namespaceUri)': xmlns,
    'void writeProcessingInstruction(String target, String data)': (self: Self, target: Text, data: Text) =>
      self.put(`<?${target}${data ? ` ${data}` : ''}?>`),
    'void writeStartDocument(String encoding, String version)': (self: Self, encoding: Text, version: Text) =>
      self.put(`<?xml version="${version ?? '1.0'}"${encoding ? ` encoding="${encoding}"` : ''}?>`),
    'void writeStartElement(String prefix, String localName, String namespaceUri)': (self: Self, prefix: Text, name: Text) =>
      self.start(prefix, name, '>')
  }
});
