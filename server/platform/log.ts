// The log of the server: one JSON line an event, on the standard error stream, so that what is meant for a person on
// the standard output stays readable. Fields go through safeFields; a message is a fixed text of the code.

import pino from 'pino';
import type { Log } from '../ports.ts';
import type { LogLevel } from '../settings.ts';
import { safeFields } from './safe-fields.ts';

const STANDARD_ERROR = 2;

/** Where lines go, each with its line break. */
export interface LogDestination {
  write(line: string): void;
}

/**
 * Lines of `level` and above. Written at once and not gathered, since the lines before a crash are the ones that
 * matter; times are those of the machine, for people, and nothing is decided by them.
 */
export const createLog = (
  level: LogLevel,
  destination: LogDestination = pino.destination({ dest: STANDARD_ERROR, sync: true }),
): Log => {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // safeFields has made it plain already; pino's own reading of `err` would lose type and cause.
      serializers: { err: (value: unknown) => value },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    info: (fields, message) => {
      logger.info(safeFields(fields), message);
    },
    warn: (fields, message) => {
      logger.warn(safeFields(fields), message);
    },
    error: (fields, message) => {
      logger.error(safeFields(fields), message);
    },
  };
};
