/** PageReference and ApexPages, as far as controllers are tested with them: no page is rendered. Apex Reference Guide, "ApexPages Namespace". */
import type { ApexList, ApexMap } from '../../runtime/collections.ts';
import { runtime } from '../../runtime/current.ts';
import type { ApexEnum } from '../../runtime/enum-value.ts';
import type { ApexException } from '../../runtime/exception-value.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { SObjectValue } from '../../runtime/sobject-value.ts';
import { performDml } from '../../runtime/dml.ts';
import { constant, enumeration, given, library, listOf, mapOf, type LibraryDeclaration } from '../define.ts';
import type { CookieValue } from './cookie.ts';
import { selectOption } from './select-option.ts';

class PageReferenceValue {
  readonly typeName = 'PageReference';
  readonly path: string;
  readonly parameters: ApexMap;
  readonly headers: ApexMap;
  readonly cookies: ApexMap;
  anchor: string | null = null;
  redirect = false;
  code: number | null = null;
  constructor(url: string) {
    const [address = '', anchor] = url.split('#');
    const [path = '', query = ''] = address.split('?');
    this.path = path;
    this.anchor = anchor ?? null;
    this.parameters = mapOf('String', 'String', [...new URLSearchParams(query).entries()]);
    this.headers = mapOf('String', 'String', []);
    this.cookies = mapOf('String', 'Cookie', []);
  }
  url(): string {
    const query = new URLSearchParams(
      this.parameters.entries().map(([name, value]): [string, string] => [String(name), String(value)])
    ).toString();
    return `${this.path}${query ? `?${query}` : ''}${this.anchor ? `#${this.anchor}` : ''}`;
  }
  tostring$0(): string {
    return `System.PageReference[${this.url()}]`;
  }
}

class MessageValue {
  readonly typeName = 'ApexPages.Message';
  readonly severity: ApexEnum;
  readonly summary: string | null;
  readonly detail: string | null;
  constructor(severity: ApexEnum, summary: string | null, detail: string | null) {
    this.severity = severity;
    this.summary = summary;
    this.detail = detail;
  }
  tostring$0(): string {
    return `ApexPages.Message["${this.summary}"]`;
  }
}

interface PageState {
  page: PageReferenceValue | null;
  messages: MessageValue[];
}
const state = (): PageState => runtime().state('page', () => ({ page: null, messages: [] }));
export const currentPage = (): PageReferenceValue | null => state().page;
const setPage = (page: PageReferenceValue | null): void => {
  state().page = page;
};
const errorOf = (cause: ApexException): MessageValue =>
  new MessageValue(constant('ApexPages.Severity', 'ERROR'), cause.message, cause.message);

/** PageReference Class, "getContent": not in tests. */
function content(method: string): never {
  if (runtime().test !== null) {
    throw apexError('VisualforceException', `Methods defined as TestMethod do not support ${method} call`);
  }
  throw apexError('UnsupportedOperationException', 'This org renders no pages.');
}

/** Of the class Test. */
export const pageTests: NonNullable<LibraryDeclaration['members']> = {
  'static void setCurrentPage(PageReference page)': setPage,
  'static void setCurrentPageReference(PageReference page)': setPage,
  'static void clearApexPageMessages()': () => {
    state().messages = [];
  }
};

class StandardControllerValue {
  readonly typeName = 'ApexPages.StandardController';
  readonly record: SObjectValue;
  constructor(record: SObjectValue) {
    this.record = record;
  }
}
const view = (self: StandardControllerValue): PageReferenceValue => new PageReferenceValue(`/${String(self.record.row['Id'] ?? '')}`);

class StandardSetControllerValue {
  readonly typeName = 'ApexPages.StandardSetController';
  readonly records: ApexList;
  selected: ApexList;
  size = 20;
  page = 1;
  constructor(records: ApexList) {
    this.records = records;
    this.selected = listOf('SObject', []);
  }
  /** The record whose values are put into all that are selected. */
  get prototype(): SObjectValue | null {
    const [first] = this.records.items as SObjectValue[];
    this.filled ??= first ? new SObjectValue(first.object) : null;
    return this.filled;
  }
  private filled: SObjectValue | null = null;
  get pages(): number {
    return Math.max(1, Math.ceil(this.records.items.length / this.size));
  }
}
const turn =
  (to: (self: StandardSetControllerValue) => number) =>
  (self: StandardSetControllerValue): void => {
    self.page = Math.min(self.pages, Math.max(1, to(self)));
  };

export const pages: LibraryDeclaration[] = [
  library({
    name: 'PageReference',
    members: {
      'new(String url)': given((url: string) => new PageReferenceValue(url)),
      'new(SObject record)': given((record: SObjectValue) => new PageReferenceValue(`/${String(record.row['Id'] ?? '')}`)),
      'static PageReference forResource(String name)': given((name: string) => new PageReferenceValue(`/resource/${name}`)),
      'String getUrl()': (self: PageReferenceValue) => self.url(),
      'Map<String, String> getParameters()': (self: PageReferenceValue) => self.parameters,
      'Map<String, String> getHeaders()': (self: PageReferenceValue) => self.headers,
      'Map<String, Cookie> getCookies()': (self: PageReferenceValue) => self.cookies,
      'void setCookies(List<Cookie> cookies)': given((self: PageReferenceValue, cookies: ApexList) => {
        (cookies.items as CookieValue[]).forEach((cookie) => void self.cookies.put(cookie.name, cookie));
      }),
      'Blob getContent()': () => content('getContent'),
      'Blob getContentAsPDF()': () => content('getContentAsPDF'),
      'String getAnchor()': (self: PageReferenceValue) => self.anchor,
      'PageReference setAnchor(String anchor)': (self: PageReferenceValue, anchor: string | null) => {
        self.anchor = anchor;
        return self;
      },
      'Boolean getRedirect()': (self: PageReferenceValue) => self.redirect,
      'PageReference setRedirect(Boolean redirect)': (self: PageReferenceValue, redirect: boolean | null) => {
        self.redirect = redirect ?? false;
        return self;
      },
      'Integer getRedirectCode()': (self: PageReferenceValue) => self.code,
      'PageReference setRedirectCode(Integer code)': (self: PageReferenceValue, code: number | null) => {
        self.code = code;
        return self;
      }
    }
  }),
  library({
    name: 'ApexPages',
    members: {
      'static PageReference currentPage()': currentPage,
      'static void addMessage(ApexPages.Message message)': given((message: MessageValue) => void state().messages.push(message)),
      'static void addMessages(Exception cause)': given((cause: ApexException) => void state().messages.push(errorOf(cause))),
      'static List<ApexPages.Message> getMessages()': () => listOf('ApexPages.Message', state().messages),
      'static Boolean hasMessages()': () => state().messages.length > 0,
      'static Boolean hasMessages(ApexPages.Severity severity)': (severity: unknown) =>
        state().messages.some((message) => message.severity === severity)
    }
  }),
  enumeration('ApexPages.Severity', ['CONFIRM', 'ERROR', 'FATAL', 'INFO', 'WARNING']),
  library({
    name: 'ApexPages.Message',
    members: {
      'new(ApexPages.Severity severity, String summary)': (severity: ApexEnum, summary: string | null) =>
        new MessageValue(severity, summary, summary),
      'new(ApexPages.Severity severity, String summary, String detail)': (
        severity: ApexEnum,
        summary: string | null,
        detail: string | null
      ) => new MessageValue(severity, summary, detail),
      'String getComponentLabel()': () => null,
      'String getSummary()': (self: MessageValue) => self.summary,
      'String getDetail()': (self: MessageValue) => self.detail,
      'ApexPages.Severity getSeverity()': (self: MessageValue) => self.severity
    }
  }),
  library({
    name: 'ApexPages.StandardController',
    members: {
      'new(SObject record)': given((record: SObjectValue) => new StandardControllerValue(record)),
      'SObject getRecord()': (self: StandardControllerValue) => self.record,
      'Id getId()': (self: StandardControllerValue) => self.record.row['Id'] ?? null,
      'PageReference view()': view,
      'PageReference cancel()': view,
      'PageReference edit()': (self: StandardControllerValue) => new PageReferenceValue(`/${String(self.record.row['Id'] ?? '')}/e`),
      'PageReference save()': (self: StandardControllerValue) => {
        performDml(self.record.row['Id'] ? 'update' : 'insert', [self.record]);
        return view(self);
      },
      'PageReference delete()': (self: StandardControllerValue) => {
        performDml('delete', [self.record]);
        return new PageReferenceValue('/');
      },
      'void addFields(List<String> names)': () => {
        if (runtime().test === null) {
          throw apexError('UnsupportedOperationException', 'This org renders no pages: a standard controller reads no further fields.');
        }
      },
      'void reset()': () => undefined
    }
  }),
  library({
    name: 'ApexPages.StandardSetController',
    members: {
      'new(List<SObject> records)': given((records: ApexList) => new StandardSetControllerValue(records)),
      'List<SObject> getRecords()': (self: StandardSetControllerValue) =>
        listOf('SObject', self.records.items.slice((self.page - 1) * self.size, self.page * self.size)),
      'List<SObject> getSelected()': (self: StandardSetControllerValue) => self.selected,
      'void setSelected(List<SObject> records)': given((self: StandardSetControllerValue, records: ApexList) => {
        self.selected = records;
      }),
      'Integer getResultSize()': (self: StandardSetControllerValue) => self.records.items.length,
      'Integer getPageSize()': (self: StandardSetControllerValue) => self.size,
      'void setPageSize(Integer size)': given((self: StandardSetControllerValue, size: number) => {
        self.size = size;
      }),
      'Integer getPageNumber()': (self: StandardSetControllerValue) => self.page,
      'void setPageNumber(Integer page)': given((self: StandardSetControllerValue, page: number) => turn(() => page)(self)),
      'Boolean getCompleteResult()': () => true,
      'SObject getRecord()': (self: StandardSetControllerValue) => self.prototype,
      'PageReference cancel()': () => new PageReferenceValue('/'),
      'PageReference save()': (self: StandardSetControllerValue) => {
        performDml('update', self.selected.items as SObjectValue[]);
        return new PageReferenceValue('/');
      },
      'Boolean getHasNext()': (self: StandardSetControllerValue) => self.page < self.pages,
      'Boolean getHasPrevious()': (self: StandardSetControllerValue) => self.page > 1,
      'void first()': turn(() => 1),
      'void last()': turn((self) => self.pages),
      'void next()': turn((self) => self.page + 1),
      'void previous()': turn((self) => self.page - 1)
    }
  }),
  selectOption
];
