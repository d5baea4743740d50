// Reading a JSON file that a person named on the command line. What is wrong with the file itself is one line and
// exit code 2; what is wrong inside it is the command's to say.

import { readFile, stat } from 'node:fs/promises';
import { jsonFault } from '../../shared/kernel/json-fault.ts';
import { EXIT, Obstacle } from './command.ts';

export interface JsonFile {
  /** As the person wrote it; for messages. */
  readonly name: string;
  readonly path: string;
  readonly maxBytes: number;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** Why a file cannot be read, in words. */
export const reasonOf = (cause: unknown): string => {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
};

/** A mark that some editors put before the first character. */
const BYTE_ORDER_MARK = /^\uFEFF/;

/** The parsed contents. Throws Obstacle when the file is missing, too large or no JSON. */
export const readJsonFile = async ({ name, path, maxBytes }: JsonFile): Promise<unknown> => {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw new Error(`it has more than ${String(maxBytes)} bytes`);
    text = (await readFile(path, 'utf8')).replace(BYTE_ORDER_MARK, '');
  } catch (cause) {
    throw new Obstacle(`${name} cannot be read: ${reasonOf(cause)}`, EXIT.usage);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Obstacle(
      `${name} is not JSON: ${jsonFault(text) ?? 'it cannot be read'}`,
      EXIT.usage,
    );
  }
};
