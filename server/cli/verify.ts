// `parley verify`: whether a downloaded bundle holds, worked out from the file alone. Needs no server and no journal.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Receipt } from '../../shared/record/receipt.ts';
import type { Digest } from '../../shared/verify/bundle-check.ts';
import type { Report } from '../../shared/verify/report.ts';
import { wordsOf } from '../../shared/record/words.ts';
import { BundleCheck } from '../../shared/verify/bundle-check.ts';
import { LineSplitter } from '../../shared/verify/line-splitter.ts';
import {
  findingText,
  headText,
  outcomeText,
  passkeysText,
  receiptsText,
  rehearsalText,
  rerunText,
  streamText,
} from '../../shared/verify/report-words.ts';
import { verifyAssertion } from '../record/passkey-assertion.ts';
import { verifySignature } from '../record/signing-key.ts';
import { sha256 } from '../platform/sha256.ts';
import type { Command } from './command.ts';
import { EXIT, Obstacle } from './command.ts';
import { readJsonFile, reasonOf } from './json-file.ts';

/** Room for more receipts than a seat gets in any sale. */
const MAX_RECEIPTS_BYTES = 256 * 1024 * 1024;

/** Node's own SHA-256, running. */
export const newDigest = (): Digest => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text), hex: () => hash.digest('hex') };
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    // The check names the line; there is no more to say about bytes that are no text.
    return undefined;
  }
};

const check = async (
  file: string,
  path: string,
  receipts: readonly Receipt[] | undefined,
): Promise<Report> => {
  const deps = { sha256, newDigest, verify: verifySignature, verifyAssertion };
  const bundle = new BundleCheck({ ...deps, ...(receipts && { receipts }) });
  const splitter = new LineSplitter();
  try {
    for await (const chunk of createReadStream(path)) {
      for (const line of splitter.push(chunk as Uint8Array)) bundle.line(textOf(line));
    }
  } catch (cause) {
    const { code } = cause as { readonly code?: string };
    if (code === undefined) throw cause;
    throw new Obstacle(`${file} cannot be read: ${reasonOf(cause)}`, EXIT.usage);
  }
  const rest = splitter.rest();
  if (rest) bundle.line(textOf(rest));
  return bundle.finish(!rest);
};

const readReceipts = async (file: string, path: string): Promise<readonly Receipt[]> => {
  const value = await readJsonFile({ name: file, path, maxBytes: MAX_RECEIPTS_BYTES });
  if (Array.isArray(value)) return value as readonly Receipt[];
  throw new Obstacle(`${file} is no list of receipts`, EXIT.usage);
};

const linesOf = (report: Report): readonly string[] => {
  const head = headText(report);
  const rehearsal = rehearsalText(report);
  return [
    ...(rehearsal === undefined ? [] : [rehearsal]),
    ...(head === undefined ? [] : [head]),
    ...report.streams.map(streamText),
    ...report.streams
      .filter(({ stream }) => stream.startsWith('room:'))
      .map(({ head: seal }) => `Last seal of the room in words: ${wordsOf(seal).join(' ')}`),
    ...report.auctions.flatMap(rerunText),
    ...(report.receipts ? [receiptsText(report.receipts)] : []),
    ...(report.passkeys ? [passkeysText(report.passkeys)] : []),
    ...(report.keyId === undefined
      ? []
      : [`Signed by key ${report.keyId}; compare it with the keys that the server publishes.`]),
    ...report.notChecked,
    outcomeText(report),
  ];
};

/** Checks a bundle and says what holds. */
export const VERIFY: Command = {
  name: 'verify',
  operands: '<bundle>',
  operandCount: { min: 1, max: 1 },
  summary: 'Checks a downloaded bundle: chain, signature, and the auction run again.',
  details: [
    'Reads a bundle as a room gives it, and checks every hash, the chain of seals and the signature.',
    'Where the bundle shows enough, the auction is run again: same prices, same award.',
    'Where it does not, what is published of a clock is checked, and it is said what was not.',
    'Signatures of a sheet that were given with a passkey are checked against key and frozen hash.',
    'What does not hold is named with its line and entry on the standard error, and exit code 1.',
    'Needs no server. docs/record.md says what a bundle proves.',
  ],
  options: [
    { name: '--json', meaning: 'Prints the report as JSON.' },
    {
      name: '--receipts',
      value: 'file',
      meaning: 'A JSON list of receipts that must be in the record.',
    },
  ],
  settings: [],
  async run({ operands: [file = ''], options }, terminal) {
    const list = options.get('--receipts');
    const receipts =
      list === undefined ? undefined : await readReceipts(list, terminal.placeOf(list));
    const report = await check(file, terminal.placeOf(file), receipts);
    if (options.has('--json')) terminal.say(JSON.stringify(report, null, 2));
    else for (const line of linesOf(report)) terminal.say(line);
    for (const finding of report.findings)
      terminal.warn(`parley: ${file}: ${findingText(finding)}`);
    return report.findings.length === 0 ? EXIT.done : EXIT.failed;
  },
};
