// Reading a JSON file that a person named on the command line. What is wrong with the file itself is one line and
// exit code 2; what is wrong inside it is the command's to say.

import { readFile, stat } from 'node:fs/promises';
import { EXIT, Obstacle } from './command.ts';

export interface JsonFile {
  /** As the person wrote it; for messages. */
  readonly name: string;
  readonly path: string;
  readonly maxBytes: number;
}

/** The parsed contents. Throws Obstacle when the file is missing, too large or no JSON. */
export const readJsonFile = async ({ name, path, maxBytes }: JsonFile): Promise<unknown> => {
  let text: string;
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw new Error(`it has more than ${String(maxBytes)} bytes`);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new Obstacle(`${name} cannot be read: ${(cause as Error).message}`, EXIT.usage);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Obstacle(`${name} is not JSON: ${(cause as Error).message}`, EXIT.usage);
  }
};
