/** `multipart/form-data` of a job that is created and uploaded at once (Bulk API 2.0, Create a Job: for up to 100,000 characters). */
import { fail } from '../answers.ts';

const LARGEST = 100_000;

/** Bodies of the parts by name; null when the request is no multipart. @throws {RestError} */
export function partsOf(contentType: string, body: string): Map<string, string> | null {
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    return null;
  }
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) {
    throw fail('INVALIDJOB', 'A multipart request names its boundary.');
  }
  const parts = new Map<string, string>();
  // Line ends inside of a part stay as they are: the job says which its file has.
  const marker = new RegExp(`(?:^|\\r?\\n)--${boundary.replace(/[^\w]/g, '\\$&')}`);
  for (const part of body.split(marker).slice(1, -1)) {
    const [, head = '', content = ''] = /^\r?\n(.*?)\r?\n\r?\n(.*)$/s.exec(part) ?? [];
    const name = /name="([^"]+)"/i.exec(head)?.[1];
    if (name !== undefined) {
      parts.set(name, content);
    }
  }
  const content = parts.get('content');
  if (!parts.has('job') || content === undefined) {
    throw fail('INVALIDJOB', 'A multipart request has the parts "job" and "content".');
  }
  if (content.length > LARGEST) {
    throw fail('INVALIDJOB', `A multipart request carries at most ${LARGEST} characters; upload larger files to the job's batches.`);
  }
  return parts;
}
