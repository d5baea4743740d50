// Reads the lines of a bundle as they must be: canonical JSON of one of the known forms. Anything else is told in words.

import { z } from 'zod';
import type {
  BundleHead,
  EndLine,
  HiddenLine,
  LeafLine,
  SealLine,
  SignatureLine,
  StreamLine,
} from '../record/bundle-form.ts';
import { keepsWithin } from '../kernel/json-bounds.ts';
import { canonicalJson } from '../kernel/json.ts';

/** A line by what it is. */
export type ReadLine =
  | { readonly kind: 'head'; readonly line: BundleHead }
  | { readonly kind: 'stream'; readonly line: StreamLine }
  | { readonly kind: 'hidden'; readonly line: HiddenLine }
  | { readonly kind: 'leaf'; readonly line: LeafLine }
  | { readonly kind: 'seal'; readonly line: SealLine }
  | { readonly kind: 'end'; readonly line: EndLine }
  | { readonly kind: 'signature'; readonly line: SignatureLine };

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const keyId = z.string().regex(/^[0-9a-f]{16}$/);
const atMs = z.int().min(0);
const ID = '[a-z0-9][a-z0-9.-]{0,63}';
const stream = z.string().regex(new RegExp(`^(?:(?:room|sheet):${ID}|caucus:${ID}:${ID})$`));

const SCHEMAS = {
  head: z.strictObject({
    parley: z.literal('bundle'),
    form: z.int(),
    roomId: z.string(),
    title: z.string(),
    viewer: z.strictObject({ kind: z.string(), teamId: z.string().exactOptional() }),
    madeAtMs: atMs,
    keys: z.array(
      z.strictObject({
        keyId,
        publicKey: hash,
        fromMs: atMs,
        retiredAtMs: atMs.exactOptional(),
      }),
    ),
  }),
  stream: z.strictObject({ stream, first: hash }),
  seal: z.strictObject({ seal: z.strictObject({ atMs, root: hash, head: hash }) }),
  end: z.strictObject({ end: stream, seals: z.int().min(0), head: hash }),
  signature: z.strictObject({
    bundleHead: hash,
    digest: hash,
    keyId,
    signature: z.string().regex(/^[0-9a-f]{128}$/),
  }),
} as const;

const HASH = /^[0-9a-f]{64}$/;
const SALT = /^[0-9a-f]{32}$/;
const EVENT = /^(?:[0-9a-f]{16})?$/;
const MAX_LEVEL = 32;

const isLevel = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_LEVEL;

const isHash = (value: unknown): boolean => typeof value === 'string' && HASH.test(value);

const isText = (value: unknown, pattern: RegExp): boolean =>
  typeof value === 'string' && pattern.test(value);

// There are hundreds of thousands of these, so they are looked at by hand.
const isLeafBody = (leaf: unknown): boolean => {
  if (!Array.isArray(leaf) || leaf.length !== 5) return false;
  const [at, entry, event, name] = leaf as unknown[];
  return (
    Number.isSafeInteger(at) &&
    (entry === '' || isHash(entry)) &&
    isText(event, EVENT) &&
    typeof name === 'string'
  );
};

/** No entry of a record stands so deep. */
const MAX_LEVELS = 64;
const HIDDEN = /^\[(?:"[0-9a-f]{64}",(?:0|[1-9]\d?),)*"[0-9a-f]{64}",(?:0|[1-9]\d?)\]$/;

const readLeaf = (value: readonly unknown[]): ReadLine | undefined => {
  const [first, second, salt, leaf] = value;
  const isLeaf =
    value.length === 4 &&
    isLevel(first) &&
    isHash(second) &&
    isText(salt, SALT) &&
    isLeafBody(leaf);
  return isLeaf ? { kind: 'leaf', line: value as unknown as LeafLine } : undefined;
};

const kindOf = (value: object): keyof typeof SCHEMAS | undefined => {
  if ('parley' in value) return 'head';
  if ('stream' in value) return 'stream';
  if ('seal' in value) return 'seal';
  if ('end' in value) return 'end';
  return 'signature' in value ? 'signature' : undefined;
};

/** Thrown for a line that is no line of a bundle; the message says why. */
export class NoBundleLine extends Error {
  override readonly name = 'NoBundleLine';
}

/** What a line says. Throws NoBundleLine. */
export const readLine = (text: string): ReadLine => {
  if (!keepsWithin(text, { parts: Infinity, levels: MAX_LEVELS })) {
    throw new NoBundleLine('has its parts too deep in each other');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new NoBundleLine('is not JSON', { cause });
  }
  if (typeof value !== 'object' || value === null) throw new NoBundleLine('is no line of a bundle');
  if (Array.isArray(value) && HIDDEN.test(text)) return { kind: 'hidden', line: value };
  if (canonicalJson(value) !== text) throw new NoBundleLine('is not written as a server writes it');
  if (Array.isArray(value)) {
    const leaf = readLeaf(value);
    if (!leaf) throw new NoBundleLine('is no part of a record');
    return leaf;
  }
  const kind = kindOf(value);
  const read = kind && SCHEMAS[kind].safeParse(value);
  if (!kind || !read) throw new NoBundleLine('is no line of a bundle');
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.map(String).join('.') ?? '';
    throw new NoBundleLine(`is not formed as it must be at ${place === '' ? kind : place}`);
  }
  return { kind, line: read.data } as ReadLine;
};
