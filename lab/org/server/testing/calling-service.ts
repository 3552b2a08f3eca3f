/** A service for the tests of threads and channel: `GET /call?url=` calls out, `GET /note?text=` writes, `GET /notes` reads. */
import { CalloutError, type Callouts, type HttpRequest, type HttpResponse } from '../../types.ts';
import { StartRefused, type OrgService } from '../service.ts';

export function openService(options: unknown, callouts: Callouts): OrgService {
  if ((options as { refuse?: boolean }).refuse) {
    throw new StartRefused(['A.cls:1:2 Unexpected token.', 'B.cls:3:4 Variable does not exist: x']);
  }
  const notes: string[] = [];
  let jobs = 0;
  let aside = 0;
  const text = (status: number, body: string): HttpResponse => ({ status, headers: { 'content-type': 'text/plain' }, body });
  return {
    about: { name: 'calling' },
    handle(request: HttpRequest): HttpResponse {
      const url = new URL(request.url, 'http://org');
      switch (url.pathname) {
        case '/services/call':
          try {
            const answer = callouts.send({
              method: url.searchParams.get('method') ?? 'POST',
              url: url.searchParams.get('url') ?? '',
              headers: { 'x-depth': url.searchParams.get('depth') ?? '0' },
              body: request.body,
              timeoutMs: Number(url.searchParams.get('timeout') ?? 5_000)
            });
            return text(200, `${answer.status} ${answer.body}`);
          } catch (cause) {
            return text(500, cause instanceof CalloutError ? cause.message : `not a CalloutError: ${String(cause)}`);
          }
        case '/services/note':
          notes.push(url.searchParams.get('text') ?? '');
          return text(200, String(notes.length));
        case '/services/later':
          jobs++;
          return text(202, '');
        case '/services/die':
          throw new Error('the worker dies');
        default:
          return text(200, JSON.stringify({ notes, aside }));
      }
    },
    aside(work) {
      aside++;
      return work();
    },
    runDueJob() {
      notes.push('job');
      jobs--;
      return true;
    },
    nextJobIn: () => (jobs > 0 ? 0 : null),
    close() {}
  };
}
