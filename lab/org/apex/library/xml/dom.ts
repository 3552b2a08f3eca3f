/** Documents in memory. Apex Reference Guide, "Dom Namespace". */
import type { ApexList } from '../../runtime/collections.ts';
import type { ApexEnum } from '../../runtime/enum-value.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { constant, enumeration, given, library, listOf, type LibraryDeclaration } from '../define.ts';
import { escapedText, escapedValue, readXml, XmlFault, type XmlAttribute } from './reading.ts';

interface Attribute extends Omit<XmlAttribute, 'prefix'> {
  /** Namespace of a value that is a qualified name. */
  valueNamespace: string | null;
}
type Kind = 'ELEMENT' | 'TEXT' | 'COMMENT';

export class XmlNodeValue {
  readonly typeName = 'Dom.XmlNode';
  readonly kind: Kind;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly text: string;
  parent: XmlNodeValue | null = null;
  readonly children: XmlNodeValue[] = [];
  readonly attributes: Attribute[] = [];
  /** Prefixes that are declared here. */
  readonly declared = new Map<string, string>();

  constructor(
    kind: Kind,
    { name = null, namespace = null, text = '' }: { name?: string | null; namespace?: string | null; text?: string }
  ) {
    this.kind = kind;
    this.name = name;
    this.namespace = namespace === '' ? null : namespace;
    this.text = text;
  }

  add(child: XmlNodeValue): XmlNodeValue {
    child.parent = this;
    this.children.push(child);
    return child;
  }
  /** An element whose namespace is declared where it is not in scope yet. */
  addElement(name: string, namespace: string | null, prefix: string | null): XmlNodeValue {
    return declaring(this.add(new XmlNodeValue('ELEMENT', { name, namespace })), prefix);
  }
  prefixOf(namespace: string): string | null {
    for (const [prefix, one] of this.declared) {
      if (one === namespace) return prefix;
    }
    return this.parent?.prefixOf(namespace) ?? null;
  }
  namespaceOf(prefix: string): string | null {
    return this.declared.get(prefix) ?? this.parent?.namespaceOf(prefix) ?? null;
  }
  attribute(key: string | null, namespace: string | null): Attribute | undefined {
    return this.attributes.find((one) => one.local === key && one.namespace === (namespace === '' ? null : namespace));
  }
  set(key: string, value: string, namespace: string | null, valueNamespace: string | null): void {
    const made = { local: key, value, namespace: namespace === '' ? null : namespace, valueNamespace };
    const at = this.attributes.findIndex((one) => one.local === key && one.namespace === made.namespace);
    this.attributes.splice(at < 0 ? this.attributes.length : at, at < 0 ? 0 : 1, made);
  }
  ownText(): string {
    return this.kind === 'ELEMENT' ? this.children.map((child) => (child.kind === 'TEXT' ? child.text : '')).join('') : this.text;
  }
  write(): string {
    if (this.kind === 'TEXT') return escapedText(this.text);
    if (this.kind === 'COMMENT') return `<!--${this.text}-->`;
    const tag = this.qualified(this.name ?? '', this.namespace);
    const declared = [...this.declared].map(([prefix, one]) => ` xmlns${prefix ? `:${prefix}` : ''}="${escapedValue(one)}"`);
    const attributes = this.attributes.map((one) => ` ${this.qualified(one.local, one.namespace)}="${escapedValue(one.value)}"`);
    const head = `<${tag}${declared.join('')}${attributes.join('')}`;
    return this.children.length === 0 ? `${head} />` : `${head}>${this.children.map((child) => child.write()).join('')}</${tag}>`;
  }
  private qualified(name: string, namespace: string | null): string {
    const prefix = namespace === null ? '' : (this.prefixOf(namespace) ?? '');
    return prefix ? `${prefix}:${name}` : name;
  }
}

function declaring(node: XmlNodeValue, prefix: string | null): XmlNodeValue {
  const { namespace } = node;
  if (namespace !== null && (prefix === null ? node.prefixOf(namespace) === null : node.namespaceOf(prefix) !== namespace)) {
    node.declared.set(prefix ?? '', namespace);
  }
  return node;
}

export class XmlDocumentValue {
  readonly typeName = 'Dom.Document';
  root: XmlNodeValue | null = null;
  write(): string {
    if (this.root === null) {
      throw apexError('XmlException', 'The document has no root element.');
    }
    return `<?xml version="1.0" encoding="UTF-8"?>${this.root.write()}`;
  }
}

/** @throws System.XmlException for what is no XML. */
export function loadDocument(document: XmlDocumentValue, xml: string): void {
  try {
    document.root = treeOf(xml);
  } catch (cause) {
    if (cause instanceof XmlFault) {
      throw apexError('XmlException', `Failed to parse XML due to: ${cause.message} @${cause.line}:${cause.column}`);
    }
    throw cause;
  }
}

function treeOf(xml: string): XmlNodeValue | null {
  let root = null as XmlNodeValue | null;
  let at = null as XmlNodeValue | null;
  for (const event of readXml(xml).events) {
    if (event.kind === 'start') {
      const node: XmlNodeValue = new XmlNodeValue('ELEMENT', { name: event.name.local, namespace: event.name.namespace });
      event.declared.forEach((one, prefix) => node.declared.set(prefix, one));
      node.attributes.push(...event.attributes.map(({ local, namespace, value }) => ({ local, namespace, value, valueNamespace: null })));
      at?.add(node);
      root ??= node;
      at = node;
    } else if (event.kind === 'end') {
      at = at?.parent ?? null;
    } else if (event.kind === 'text' || event.kind === 'cdata') {
      at?.add(new XmlNodeValue('TEXT', { text: event.text }));
    } else if (event.kind === 'comment') {
      at?.add(new XmlNodeValue('COMMENT', { text: event.text }));
    }
  }
  return root;
}

type Self = XmlNodeValue;
const nodes = (items: XmlNodeValue[]): ApexList => listOf('Dom.XmlNode', items);
const isElement = (node: XmlNodeValue): boolean => node.kind === 'ELEMENT';

function attributeAt(self: Self, index: number): Attribute {
  const found = self.attributes[index];
  if (!found) {
    throw apexError('ListException', `List index out of bounds: ${index}`);
  }
  return found;
}

function removeChild(self: Self, child: XmlNodeValue): boolean {
  const at = self.children.indexOf(child);
  if (at < 0) return false;
  self.children.splice(at, 1);
  child.parent = null;
  return true;
}

function insertBefore(self: Self, child: XmlNodeValue, before: XmlNodeValue | null): XmlNodeValue {
  const at = before === null ? self.children.length : self.children.indexOf(before);
  if (at < 0) {
    throw apexError('XmlException', 'The node to insert before is no child of this one.');
  }
  child.parent = self;
  self.children.splice(at, 0, child);
  return child;
}

export const dom: LibraryDeclaration[] = [
  enumeration('Dom.XmlNodeType', ['COMMENT', 'ELEMENT', 'TEXT']),
  library({
    name: 'Dom.Document',
    members: {
      'new()': () => new XmlDocumentValue(),
      'Dom.XmlNode createRootElement(String name, String namespace, String prefix)': (
        self: XmlDocumentValue,
        name: string,
        namespace: string | null,
        prefix: string | null
      ) => {
        self.root = declaring(new XmlNodeValue('ELEMENT', { name, namespace }), prefix);
        return self.root;
      },
      'Dom.XmlNode getRootElement()': (self: XmlDocumentValue) => self.root,
      'void load(String xml)': given(loadDocument),
      'String toXmlString()': (self: XmlDocumentValue) => self.write()
    }
  }),
  library({
    name: 'Dom.XmlNode',
    members: {
      'Dom.XmlNode addChildElement(String name, String namespace, String prefix)': (
        self: Self,
        name: string,
        namespace: string | null,
        prefix: string | null
      ) => self.addElement(name, namespace, prefix),
      'Dom.XmlNode addTextNode(String text)': given((self: Self, text: string) => self.add(new XmlNodeValue('TEXT', { text }))),
      'Dom.XmlNode addCommentNode(String text)': given((self: Self, text: string) => self.add(new XmlNodeValue('COMMENT', { text }))),
      'String getAttribute(String key, String keyNamespace)': (self: Self, key: string | null, namespace: string | null) =>
        self.attribute(key, namespace)?.value ?? null,
      'String getAttributeValue(String key, String keyNamespace)': (self: Self, key: string | null, namespace: string | null) =>
        self.attribute(key, namespace)?.value ?? null,
      'String getAttributeValueNs(String key, String keyNamespace)': (self: Self, key: string | null, namespace: string | null) =>
        self.attribute(key, namespace)?.valueNamespace ?? null,
      'Integer getAttributeCount()': (self: Self) => self.attributes.length,
      'String getAttributeKeyAt(Integer index)': given((self: Self, index: number) => attributeAt(self, index).local),
      'String getAttributeKeyNsAt(Integer index)': given((self: Self, index: number) => attributeAt(self, index).namespace),
      'void setAttribute(String key, String value)': (self: Self, key: string, value: string | null) =>
        self.set(key, value ?? '', null, null),
      'void setAttributeNs(String key, String value, String keyNamespace, String valueNamespace)': (
        self: Self,
        ...[key, value, namespace, valueNamespace]: [string, string | null, string | null, string | null]
      ) => self.set(key, value ?? '', namespace, valueNamespace),
      'Boolean removeAttribute(String key, String keyNamespace)': (self: Self, key: string | null, namespace: string | null) => {
        const found = self.attribute(key, namespace);
        return found !== undefined && self.attributes.splice(self.attributes.indexOf(found), 1).length === 1;
      },
      'Dom.XmlNode getChildElement(String name, String namespace)': (self: Self, name: string | null, namespace: string | null) =>
        self.children.find((child) => isElement(child) && child.name === name && child.namespace === (namespace || null)) ?? null,
      'List<Dom.XmlNode> getChildElements()': (self: Self) => nodes(self.children.filter(isElement)),
      'List<Dom.XmlNode> getChildren()': (self: Self) => nodes([...self.children]),
      'String getName()': (self: Self) => self.name,
      'String getNamespace()': (self: Self) => self.namespace,
      'String getNamespaceFor(String prefix)': (self: Self, prefix: string | null) => self.namespaceOf(prefix ?? ''),
      'String getPrefixFor(String namespace)': (self: Self, namespace: string | null) => self.prefixOf(namespace ?? ''),
      'void setNamespace(String prefix, String namespace)': (self: Self, prefix: string | null, namespace: string) =>
        void self.declared.set(prefix ?? '', namespace),
      'Dom.XmlNodeType getNodeType()': (self: Self): ApexEnum => constant('Dom.XmlNodeType', self.kind),
      'Dom.XmlNode getParent()': (self: Self) => self.parent,
      'String getText()': (self: Self) => self.ownText(),
      'Dom.XmlNode insertBefore(Dom.XmlNode child, Dom.XmlNode before)': insertBefore,
      'Boolean removeChild(Dom.XmlNode child)': given(removeChild)
    }
  })
];
