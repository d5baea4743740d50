// Verifies a bundle off the page's thread. Reads the file piece by piece, asks nobody, and sends nothing anywhere.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { VerifySignature } from '../../shared/record/keys.ts';
import type { VerifyAssertion } from '../../shared/sheet/passkeys/check.ts';
import type { Digest } from '../../shared/verify/bundle-check.ts';
import type { Report } from '../../shared/verify/report.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { BundleCheck } from '../../shared/verify/bundle-check.ts';
import { LineSplitter } from '../../shared/verify/line-splitter.ts';
import type { VerifyNews, VerifyOrder } from './verify-messages.ts';
import { verifyAssertion } from './passkey-assertion.ts';
import { CannotVerify, verifySignature } from './signatures.ts';

/** Often enough to be seen to move. */
const PROGRESS_MS = 100;

const tell = (news: VerifyNews): void => {
  postMessage(news);
};

const newDigest = (): Digest => {
  const hash = sha256.create();
  return {
    update: (text) => {
      hash.update(utf8ToBytes(text));
    },
    hex: () => bytesToHex(hash.digest()),
  };
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
};

/** Checks signatures, or takes note that this browser cannot. */
const signatures = (): {
  verify: VerifySignature;
  verifyAssertion: VerifyAssertion;
  isUnable: () => boolean;
} => {
  let isUnable = false;
  const unlessUnable = async (checked: Promise<boolean>): Promise<boolean> => {
    try {
      return await checked;
    } catch (cause) {
      if (!(cause instanceof CannotVerify)) throw cause;
      isUnable = true;
      return true;
    }
  };
  return {
    isUnable: () => isUnable,
    verify: (publicKey, text, signature) =>
      unlessUnable(verifySignature(publicKey, text, signature)),
    verifyAssertion: (key, data, signature) => unlessUnable(verifyAssertion(key, data, signature)),
  };
};

const UNABLE = 'Signatures: this browser cannot check them here.';

const verifyFile = async ({ file, receipts }: VerifyOrder): Promise<Report> => {
  const { isUnable, ...checks } = signatures();
  const check = new BundleCheck({ sha256: sha256Hex, newDigest, ...checks, receipts });
  const splitter = new LineSplitter();
  let [bytes, lines, toldAtMs] = [0, 0, 0];
  const progress = (done: number): void => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < PROGRESS_MS) return;
    toldAtMs = nowMs;
    tell({ kind: 'progress', bytes: done, lines });
  };
  for (let reader = file.stream().getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    for (const line of splitter.push(value)) {
      check.line(textOf(line));
      lines += 1;
      progress(bytes);
    }
    bytes += value.length;
  }
  const rest = splitter.rest();
  if (rest) check.line(textOf(rest));
  const { keyId, ...report } = await check.finish(!rest);
  if (isUnable()) return { ...report, notChecked: [...report.notChecked, UNABLE] };
  return { ...report, ...(keyId !== undefined && { keyId }) };
};

addEventListener('message', ({ data }: MessageEvent<VerifyOrder>) => {
  verifyFile(data).then(
    (report) => {
      tell({ kind: 'report', report });
    },
    (cause: unknown) => {
      tell({ kind: 'failed', message: cause instanceof Error ? cause.message : String(cause) });
    },
  );
});
