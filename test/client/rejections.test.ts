// Refusals in words: every code that a seat can meet has its own sentence, and none of them has holes.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSentence } from '../../client/words/file-words.ts';
import { sentenceFor } from '../../client/words/rejections.ts';
import type { ProtocolErrorCode } from '../../shared/protocol/errors.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';

const SHARED = resolve(import.meta.dirname, '../../shared');

/** Areas whose refusals answer something that a person did on the page. */
const AREAS =
  'bid|auction|seat|room|invite|field|position|term|sheet|offer|guards|draft|problem|retract|comment|mail';

/** Codes that only the server itself can meet. */
const INTERNAL =
  /^(invite\/exists|room\/(exists|unknown)|sheet\/(exists|unknown|unknown-template))$/;

const codesInSource = (): Rejection['code'][] => {
  const found = readdirSync(SHARED, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...readFileSync(join(SHARED, path), 'utf8').matchAll(
        new RegExp(`(?:reject|refused|refusal|no)\\(\\s*'((?:${AREAS})/[a-z-]+)'`, 'g'),
      ),
    ])
    .map((match) => match[1] as Rejection['code']);
  return [...new Set(found)].filter((code) => !INTERNAL.test(code)).sort();
};

describe('[UI5] a refusal says what happened, what stays safe and what to do', () => {
  it('every code of the rules that a person can meet has words of its own', () => {
    const codes = codesInSource();
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => sentenceFor(reject(code)).includes(code))).toEqual([]);
  });

  it('no sentence shows a missing number', () => {
    const holes = codesInSource()
      .map((code) => sentenceFor(reject(code)))
      .filter((sentence) => /NaN|undefined|null|Invalid/.test(sentence));
    expect(holes).toEqual([]);
  });

  it('a late bid is told both times and the distance', () => {
    const closedAtMs = Date.UTC(2026, 0, 20, 14, 6, 0);
    const sentence = sentenceFor(reject('bid/late', { closedAtMs, atMs: closedAtMs + 140 }));
    expect(sentence).toMatch(/00[.,]000.*00[.,]140.*140 ms/);
  });

  it('numbers are the reader’s: dollars, blocks, points', () => {
    const range = reject('bid/outside-range', { minimumMills: 2640, maximumMills: 2900 });
    expect(sentenceFor(range)).toContain('between $2.64 and $2.90');
    const points = reject('bid/over-eligibility', { points: 9, eligibility: 5, maximumBlocks: 1 });
    expect(sentenceFor(points)).toMatch(/9 points, and you have 5.*1 block fit/);
    expect(sentenceFor(reject('bid/confirm', { nextMills: 2900 }))).toContain('$2.90');
    expect(sentenceFor(reject('bid/above-cap', { capBlocks: 1 }))).toContain('1 block of');
  });

  it.each(['too-long', 'too-slow', 'busy'])('a redline that is not made says so: %s', (why) => {
    const sentence = sentenceFor(reject(`redline/${why}`));
    expect(sentence).not.toContain('redline/');
    expect(sentence).toMatch(/othing was changed/);
  });

  it('a code without words is named', () => {
    expect(sentenceFor(reject('bid/new-rule'))).toContain('bid/new-rule');
    expect(sentenceFor(reject('text/gap'))).toMatch(/text\/gap.*kept as a draft/);
    expect(sentenceFor(reject('bid/constructor'))).toContain('bid/constructor');
  });

  it('a fault is told with its number', () => {
    const code: ProtocolErrorCode = 'protocol/fault';
    const sentence = sentenceFor({ code, message: '', retry: 'never', faultId: 'f-17' });
    expect(sentence).toContain('f-17');
  });
});

describe('[IMP2] a file that is not read', () => {
  it('is told why, in words of its own for each code', () => {
    const source = readFileSync(resolve(SHARED, '../server/export/docx-in/refused.ts'), 'utf8');
    const codes = [...source.matchAll(/'(file\/[a-z-]+)'/g)].map((match) => match[1] ?? '');
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) {
      const sentence = fileSentence(reject(code as Rejection['code']));
      expect(sentence).toMatch(/Nothing was changed\.$/);
      expect(sentence).not.toContain(code);
    }
    expect(new Set(codes.map((code) => fileSentence(reject(code as Rejection['code'])))).size).toBe(
      codes.length,
    );
    expect(fileSentence(reject('seat/not-allowed', { action: 'read-file' }))).toBe(
      sentenceFor(reject('seat/not-allowed', { action: 'read-file' })),
    );
  });
});
