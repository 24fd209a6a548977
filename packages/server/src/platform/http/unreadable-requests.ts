import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

/**
 * Answers what is not HTTP at all, before there is a request: in the one form
 * of errors, with the headers every reply has.
 */
export function answerUnreadable(headers: Readonly<Record<string, string>>) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const correlationId = randomUUID();
    const { status, phrase, code, message } = refusals[error.code ?? ''] ?? unreadable;
    const body = JSON.stringify({ error: { code, message, details: [], correlation_id: correlationId } });
    const lines = Object.entries({
      ...headers,
      'x-correlation-id': correlationId,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${phrase}\r\n${lines.join('')}\r\n${body}`);
  };
}

const unreadable = {
  status: 400,
  phrase: 'Bad Request',
  code: 'bad_request',
  message: 'This is not a request that can be read.',
};
const refusals: Record<string, typeof unreadable> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    phrase: 'Request Timeout',
    code: 'request_timeout',
    message: 'The request did not arrive in time.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    phrase: 'Request Header Fields Too Large',
    code: 'headers_too_large',
    message: 'The headers of the request are too large.',
  },
};
