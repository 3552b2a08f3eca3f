/** Cookies of a page. Apex Reference Guide, "Cookie Class". */
import { library, type LibraryDeclaration } from '../define.ts';

export class CookieValue {
  readonly typeName = 'Cookie';
  readonly name: string | null;
  readonly value: string | null;
  readonly path: string | null;
  readonly maxAge: number | null;
  readonly secure: boolean;
  readonly sameSite: string | null;
  readonly httpOnly: boolean;
  constructor(...[name, value, path, maxAge, secure, sameSite = null, httpOnly = false]: Given) {
    this.name = name;
    this.value = value;
    this.path = path;
    this.maxAge = maxAge;
    this.secure = secure ?? false;
    this.sameSite = sameSite;
    this.httpOnly = httpOnly ?? false;
  }
}
type Given = [
  name: string | null,
  value: string | null,
  path: string | null,
  maxAge: number | null,
  secure: boolean | null,
  sameSite?: string | null,
  httpOnly?: boolean | null
];
const made = (...given: Given): CookieValue => new CookieValue(...given);

export const cookie: LibraryDeclaration = library({
  name: 'Cookie',
  members: {
    'new(String name, String value, String path, Integer maxAge, Boolean isSecure)': made,
    'new(String name, String value, String path, Integer maxAge, Boolean isSecure, String sameSite)': made,
    'new(String name, String value, String path, Integer maxAge, Boolean isSecure, String sameSite, Boolean isHttpOnly)': made,
    'String getName()': (self: CookieValue) => self.name,
    'String getValue()': (self: CookieValue) => self.value,
    'String getPath()': (self: CookieValue) => self.path,
    'String getDomain()': () => null,
    'Integer getMaxAge()': (self: CookieValue) => self.maxAge,
    'Boolean isSecure()': (self: CookieValue) => self.secure,
    'String getSameSite()': (self: CookieValue) => self.sameSite,
    'Boolean isHttpOnly()': (self: CookieValue) => self.httpOnly
  }
});
