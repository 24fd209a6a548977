import pino, { type DestinationStream, type Level, type Logger } from 'pino';
import { maskFields, maskLine, maskText } from './mask.ts';

/**
 * The log, in which no secret stands: fields are masked by name in any depth,
 * texts by form, and the finished line is looked through once more, so that
 * what came in by way of a child logger or a library is caught as well.
 */
export function createLog(level: Level | 'silent', destination: DestinationStream): Logger {
  return pino(
    {
      level,
      formatters: {
        log: (fields) => maskFields(fields) as Record<string, unknown>,
      },
      // Errors are described by maskFields, with their whole chain.
      serializers: { err: (described) => described },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((one) => (typeof one === 'string' ? maskText(one) : one)) as Parameters<typeof method>,
          );
        },
        streamWrite: maskLine,
      },
    },
    destination,
  );
}
