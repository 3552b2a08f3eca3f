/** A list sent as a file: read from the store as fast as the client takes it, so that neither its length nor a slow client costs memory. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Log } from '../engine/parts.ts';
import { CONTENT_TYPES, written, type Format, type Row } from '../export/formats.ts';

/** For the OpenAPI document: what the route answers with when a format is asked for. */
export function orFile<T extends z.ZodType>(page: T) {
  const file = { schema: z.string() };
  return {
    description: 'A page, or with a format the whole list as a file',
    content: { 'application/json': { schema: page }, 'application/x-ndjson': file, 'text/csv': file }
  };
}

/** @param name Of the file, without its ending. */
export function sendFile(
  reply: FastifyReply,
  log: Log,
  file: { name: string; format: Format; columns: readonly string[]; pages: AsyncIterable<object[]> }
): FastifyReply {
  const { name, format, columns, pages } = file;
  const stream = Readable.from(written(pages as AsyncIterable<Row[]>, columns, format));
  // The status is sent by then: all that is left is to break off, so that nobody takes half a file for a whole one.
  stream.on('error', (error) => log.error({ file: name, error: error.message }, 'A file could not be read to its end'));
  return reply
    .type(CONTENT_TYPES[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .header('cache-control', 'no-store')
    .send(stream);
}
