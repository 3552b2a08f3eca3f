/** The org's REST API and the page's own server, as the person whom the server signed in. Errors carry Salesforce's sentence. */

const DATA = '/services/data/v66.0';

export async function fetchJson<T>(url: string, method = 'GET', body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(sentenceOf(text) ?? `${method} ${url.split('?')[0]} was answered with ${response.status}.`);
  }
  return (text ? JSON.parse(text) : null) as T;
}

function sentenceOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { message?: string } | { message?: string }[];
    return (Array.isArray(body) ? body[0] : body)?.message;
  } catch {
    return undefined;
  }
}

export async function query<T>(soql: string): Promise<T[]> {
  return (await fetchJson<{ records: T[] }>(`${DATA}/query?q=${encodeURIComponent(soql)}`)).records;
}
export const count = async (soql: string) =>
  (await fetchJson<{ totalSize: number }>(`${DATA}/query?q=${encodeURIComponent(soql)}`)).totalSize;
export const insert = (object: string, fields: object) => fetchJson<{ id: string }>(`${DATA}/sobjects/${object}`, 'POST', fields);
export const update = (object: string, id: string, fields: object) => fetchJson<null>(`${DATA}/sobjects/${object}/${id}`, 'PATCH', fields);
export const remove = (object: string, id: string) => fetchJson<null>(`${DATA}/sobjects/${object}/${id}`, 'DELETE');
/** A text value inside a SOQL literal. */
export const literal = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
