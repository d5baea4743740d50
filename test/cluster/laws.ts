// What must hold of what the cluster's clients were told, where a node may also have said that it cannot take a command.

import { expect } from 'vitest';
import type { Evidence } from '../kill/evidence.ts';
import { recorded } from '../kill/laws.ts';
import type { SeatLine } from '../kill/seat-line.ts';

/** What a node says that can reach nobody to store a command, or has taken too many of this seat just now. */
const NOT_TAKEN = ['protocol/unavailable', 'protocol/fault', 'protocol/rate'];

/**
 * Answered commands are in the record once with that answer; those that nobody could take, and those without an answer,
 * at most once. Answers how many were answered.
 */
export const expectOnceOrAnswered = (evidence: Evidence, lines: readonly SeatLine[]): number => {
  let answered = 0;
  for (const given of lines.flatMap((line) => line.given)) {
    const { result } = given;
    const proofs = recorded(evidence, given);
    if (!result?.ok) {
      if (result) expect(NOT_TAKEN).toContain(result.error.code);
      expect(proofs.length).toBeLessThanOrEqual(1);
      continue;
    }
    answered += 1;
    expect(result.value.receipt ? [result.value] : []).toMatchObject(proofs);
  }
  return answered;
};
