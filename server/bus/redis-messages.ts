// What nodes say to each other on a channel, as bytes: one line that says who speaks and what follows, then entries a
// line each, or the bytes of a signal. What cannot be read whole is nothing at all.

import type { StoredEntry } from '../../shared/record/entry.ts';
import { epochMs } from '../../shared/kernel/units.ts';

/** Entries of more bytes than this together are not carried: reading the journal costs less than the way through Redis. */
const MAX_CARRIED_BYTES = 64 * 1024;

const FORM = 'parley1';
const LINE_END = 0x0a;
/** A head line is far shorter; what has none is not of ours. */
const MAX_HEAD_BYTES = 200;
const HEAD = /^parley1 ([0-9a-f]{1,64}) (entries|signal) (\d{1,15})$/;
const ENTRY = /^(\d{1,15}) (\d{1,15}) ([0-9a-f]{64}) (.+)$/s;

export type BusMessage =
  | {
      readonly kind: 'entries';
      readonly node: string;
      /** Where the stream ends. */
      readonly version: number;
      readonly entries: readonly StoredEntry[];
    }
  | { readonly kind: 'signal'; readonly node: string; readonly payload: Uint8Array };

const headLine = (node: string, kind: BusMessage['kind'], version: number): string =>
  `${FORM} ${node} ${kind} ${String(version)}`;

/** Says only where a stream ends. */
export const encodeVersion = (node: string, version: number): Buffer =>
  Buffer.from(`${headLine(node, 'entries', version)}\n`);

/** The newest entries of a stream, in order; without them when they are too large or cannot stand on a line. */
export const encodeEntries = (node: string, entries: readonly StoredEntry[]): Buffer => {
  const version = entries.at(-1)?.version ?? 0;
  let length = 0;
  for (const { body } of entries) {
    length += body.length;
    if (length > MAX_CARRIED_BYTES || body.includes('\n')) return encodeVersion(node, version);
  }
  const lines = entries.map(
    ({ version: own, at, head, body }) => `${String(own)} ${String(at)} ${head} ${body}`,
  );
  return Buffer.from(`${headLine(node, 'entries', version)}\n${lines.join('\n')}`);
};

export const encodeSignal = (node: string, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${headLine(node, 'signal', 0)}\n`), payload]);

/** Entries that follow each other and end at `version`; undefined for anything else. */
const readEntries = (
  stream: string,
  version: number,
  text: string,
): readonly StoredEntry[] | undefined => {
  if (text === '') return [];
  const entries: StoredEntry[] = [];
  for (const line of text.split('\n')) {
    const [, own, at, head, body] = ENTRY.exec(line) ?? [];
    if (own === undefined || head === undefined || body === undefined) return undefined;
    entries.push({ stream, version: Number(own), at: epochMs(Number(at)), head, body });
  }
  const first = version - entries.length + 1;
  const isInOrder = entries.every((entry, index) => entry.version === first + index);
  return isInOrder && first > 0 ? entries : undefined;
};

/** Reads what came on a channel about `topic`; undefined when it is not of ours, or not whole. */
export const decodeMessage = (topic: string, bytes: Buffer): BusMessage | undefined => {
  const end = bytes.subarray(0, MAX_HEAD_BYTES).indexOf(LINE_END);
  if (end < 0) return undefined;
  const [, node, kind, number] = HEAD.exec(bytes.toString('latin1', 0, end)) ?? [];
  if (node === undefined) return undefined;
  const rest = bytes.subarray(end + 1);
  if (kind === 'signal') return { kind, node, payload: rest };
  const version = Number(number);
  const entries = readEntries(topic, version, rest.toString());
  return entries && { kind: 'entries', node, version, entries };
};
