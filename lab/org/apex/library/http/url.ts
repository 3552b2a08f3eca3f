/** Url. Apex Reference Guide, "URL Class". */
import { runtime } from '../../runtime/current.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { given, library } from '../define.ts';
import { restContext } from './rest-context.ts';

class UrlValue {
  readonly typeName = 'Url';
  readonly url: URL;
  /** Written without a path: JavaScript would give it a slash. */
  readonly bare: boolean;
  constructor(url: URL, bare: boolean) {
    this.url = url;
    this.bare = bare;
  }
  tostring$0(): string {
    return externalForm(this);
  }
}

const DEFAULT_PORTS: Record<string, number> = { 'http:': 80, 'https:': 443, 'ftp:': 21 };

function parse(text: string, base?: URL): UrlValue {
  if (!URL.canParse(text, base?.href)) {
    throw apexError('StringException', `no protocol: ${text}`);
  }
  return new UrlValue(new URL(text, base), /^[a-z]+:\/\/[^/?#]*([?#]|$)/i.test(text));
}

const path = ({ url, bare }: UrlValue): string => (bare ? '' : url.pathname);
const externalForm = (self: UrlValue): string => {
  const { protocol, username, host, search, hash } = self.url;
  return `${protocol}//${username ? `${username}@` : ''}${host}${path(self)}${search}${hash}`;
};
const orNull = (text: string): string | null => (text === '' ? null : text);

/** Of the Apex REST request that runs; elsewhere there is none. */
function currentRequest(): UrlValue | null {
  const uri = restContext().request?.requestURI;
  return uri ? parse(`${runtime().org.url}/services/apexrest${uri}`) : null;
}

export const url = library({
  name: 'Url',
  members: {
    'static Url getOrgDomainUrl()': () => parse(runtime().org.url),
    // The older name of the same, for versions of the API up to 58.
    'static Url getSalesforceBaseUrl()': () => parse(runtime().org.url),
    'static Url getCurrentRequestUrl()': currentRequest,
    'new(String spec)': given((spec: string) => parse(spec)),
    'new(Url context, String spec)': given((context: UrlValue, spec: string) => parse(spec, context.url)),
    'new(String protocol, String host, String file)': given((protocol: string, host: string, file: string) =>
      parse(`${protocol}://${host}${file}`)
    ),
    'new(String protocol, String host, Integer port, String file)': given((protocol: string, host: string, port: number, file: string) =>
      parse(`${protocol}://${host}${port < 0 ? '' : `:${port}`}${file}`)
    ),
    'String getAuthority()': (self: UrlValue) => self.url.host,
    'Integer getDefaultPort()': (self: UrlValue) => DEFAULT_PORTS[self.url.protocol] ?? -1,
    'String getFile()': (self: UrlValue) => path(self) + self.url.search,
    'String getHost()': (self: UrlValue) => self.url.hostname,
    'String getPath()': path,
    'Integer getPort()': (self: UrlValue) => (self.url.port === '' ? -1 : Number(self.url.port)),
    'String getProtocol()': (self: UrlValue) => self.url.protocol.slice(0, -1),
    'String getQuery()': (self: UrlValue) => orNull(self.url.search.slice(1)),
    'String getRef()': (self: UrlValue) => orNull(self.url.hash.slice(1)),
    'String getUserInfo()': (self: UrlValue) => orNull(self.url.username),
    'Boolean sameFile(Url other)': given(
      (self: UrlValue, other: UrlValue) => externalForm(self).split('#')[0] === externalForm(other).split('#')[0]
    ),
    'String toExternalForm()': externalForm
  }
});
