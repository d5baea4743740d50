// When the page may say "Saved".

import { describe, expect, it } from 'vitest';
import { SaveLedger } from '../../client/net/save-ledger.ts';

/** A ledger on an open connection that has sent what was there before. */
const caughtUp = (): SaveLedger => {
  const ledger = new SaveLedger();
  ledger.opened();
  ledger.sentEdits(true);
  ledger.durable(1);
  return ledger;
};

describe('[UI11] saved means durable', () => {
  it('is true while nothing was typed', () => {
    expect(new SaveLedger().isSaved).toBe(true);
    expect(caughtUp().isSaved).toBe(true);
  });

  it('an edit is saved when the server counts every frame that was sent', () => {
    const ledger = caughtUp();
    ledger.edited();
    ledger.sentEdits(false);
    ledger.edited();
    ledger.sentEdits(false);
    ledger.durable(2);
    expect(ledger.isSaved).toBe(false);
    ledger.durable(3);
    expect(ledger.isSaved).toBe(true);
  });

  it('what was typed offline is not saved by a frame that was typed later and sent first', () => {
    const ledger = caughtUp();
    ledger.edited();
    ledger.opened();
    ledger.edited();
    ledger.sentEdits(false);
    ledger.durable(1);
    expect(ledger.isSaved).toBe(false);
    ledger.sentEdits(true);
    ledger.durable(2);
    expect(ledger.isSaved).toBe(true);
  });

  it('numbers of a former connection count for nothing', () => {
    const ledger = caughtUp();
    ledger.edited();
    ledger.sentEdits(false);
    ledger.opened();
    ledger.sentEdits(true);
    expect(ledger.isSaved).toBe(false);
    ledger.durable(1);
    expect(ledger.isSaved).toBe(true);
  });
});
