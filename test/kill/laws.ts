// What must hold of a journal and of what clients were told, whenever the server died.

import { expect } from 'vitest';
import type { RoomState } from '../../shared/room/types.ts';
import type { SiteEvent } from '../../shared/access/types.ts';
import { beginning, bodyOf, foldEntry } from '../../server/host/fold.ts';
import type { Folded } from '../../server/host/fold.ts';
import { entryHash } from '../support/journal-chain.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { SITE_STREAM } from '../../shared/kernel/ids.ts';
import { siteDecider } from '../../shared/access/site.ts';
import { checkReceipt } from '../../shared/record/receipt.ts';
import { publicKeysOf } from '../../server/gateway/keys-api.ts';
import { verifySignature } from '../../server/record/signing-key.ts';
import type { Evidence } from './evidence.ts';
import type { GivenCommand, SeatLine } from './seat-line.ts';
import type { Typist } from './typist.ts';
import { wordsIn } from './typist.ts';

/** What the record says of a command, in the form in which its giver was answered. */
export const recorded = (evidence: Evidence, { id }: GivenCommand) =>
  evidence.proofsOf(id).map(({ entry, body }) => ({
    ok: body.rejection === undefined,
    ...(body.rejection && { rejection: body.rejection }),
    receipt: {
      stream: entry.stream,
      commandId: body.id,
      atMs: entry.at,
      entryHash: entryHash(entry),
      outcome: body.rejection ? 'refused' : 'accepted',
      ...(body.rejection && { rejection: body.rejection }),
    },
  }));

/** Every receipt is signed with a key that the installation published. Answers how many there are. */
export const expectReceipts = async (
  evidence: Evidence,
  lines: readonly SeatLine[],
  durability = 'synced',
): Promise<number> => {
  let site = beginning(siteDecider.initial);
  for (const entry of evidence.entriesOf(SITE_STREAM)) {
    site = foldEntry(siteDecider, site, entry, bodyOf(entry));
  }
  const keys = publicKeysOf(site.state);
  const receipts = lines
    .flatMap((line) => line.given)
    .flatMap(({ result }) => (result?.ok ? (result.value.receipt ?? []) : []));
  for (const receipt of receipts) {
    expect(await checkReceipt(receipt, keys, verifySignature)).toBe('valid');
    expect(receipt.durability).toBe(durability);
  }
  return receipts.length;
};

/** Answered commands are in the record once with that answer, others at most once. Answers how many were answered. */
export const expectAcknowledged = (evidence: Evidence, lines: readonly SeatLine[]): number => {
  let answered = 0;
  for (const given of lines.flatMap((line) => line.given)) {
    const { result } = given;
    const proofs = recorded(evidence, given);
    if (!result) {
      expect(proofs.length).toBeLessThanOrEqual(1);
      continue;
    }
    if (!result.ok) throw new Error(`${given.id} failed: ${result.error.code}`);
    answered += 1;
    expect(result.value.receipt ? [result.value] : []).toMatchObject(proofs);
  }
  return answered;
};

/** Saved words are in the text once, saved strikes are not, and nobody saw a word before it was durable. */
export const expectSaved = (evidence: Evidence, typists: readonly Typist[]): number => {
  let saved = 0;
  const struck = new Set(
    typists.flatMap(({ words }) =>
      words.filter(({ isStruck }) => isStruck).map(({ text }) => text),
    ),
  );
  for (const { sheetId, name, words, doc, closes } of typists) {
    expect(closes).toEqual([]);
    const stored = wordsIn(evidence.docOf(sheetId));
    for (const word of words) {
      const count = stored.get(word.text) ?? 0;
      if (word.isStrikeSaved) expect([word.text, count]).toEqual([word.text, 0]);
      else if (word.isSaved && !word.isStruck) expect([word.text, count]).toEqual([word.text, 1]);
      else expect(count).toBeLessThanOrEqual(1);
      if (word.isSaved) saved += 1;
    }
    for (const text of wordsIn(doc).keys()) {
      const isOthers = !text.startsWith(`<${name}.`);
      if (isOthers && !struck.has(text)) expect([text, stored.get(text)]).toEqual([text, 1]);
    }
  }
  return saved;
};

export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

export const outagesIn = (evidence: Evidence): readonly Outage[] =>
  evidence
    .decisionsOf('site')
    .flatMap(({ body }) => body.events as unknown as readonly SiteEvent[])
    .flatMap((event) => (event.type === 'OutageRecorded' ? [event] : []))
    .map(({ fromMs, toMs }) => ({ fromMs, toMs }));

interface Interruption extends Outage {
  readonly remainingMs: number;
}

/** What the room's entries did about an outage. */
const interruptionsBy = (evidence: Evidence, stream: string, outage: Outage) =>
  evidence
    .decisionsOf(stream)
    .flatMap(({ body }) => body.events as unknown as readonly { event?: { type: string } }[])
    .flatMap(({ event }) =>
      event?.type === 'AuctionInterrupted' ? [event as unknown as Interruption] : [],
    )
    .filter(({ fromMs, toMs }) => fromMs === outage.fromMs && toMs === outage.toMs);

/** Outages by the room's first entry since: those before one and the same entry were all met together. */
const byFirstEntry = (evidence: Evidence, stream: string): ReadonlyMap<number, Outage[]> =>
  Map.groupBy(outagesIn(evidence), ({ toMs }) =>
    evidence.entriesOf(stream).findIndex(({ at }) => at >= toMs),
  );

/** The room before its entry at an index, and after it. */
const around = (evidence: Evidence, stream: string, index: number) => {
  let before: Folded<RoomState> = beginning(roomDecider.initial);
  let after = before;
  for (const entry of evidence.entriesOf(stream).slice(0, index + 1)) {
    [before, after] = [after, foldEntry(roomDecider, after, entry, bodyOf(entry))];
  }
  const auctionIn = ({ state }: Folded<RoomState>) => state.auctions[DEMO_AUCTION_ID];
  return { before: auctionIn(before), after: auctionIn(after) };
};

export interface OutageCounts {
  readonly paused: number;
  readonly spared: number;
}

/** Every outage longer than the rules allow paused what ran with what was left at the last beat; others did nothing. */
export const expectOutages = (evidence: Evidence, stream: string): OutageCounts => {
  let [paused, spared] = [0, 0];
  for (const [index, outages] of byFirstEntry(evidence, stream)) {
    const { before, after } = around(evidence, stream, index);
    const isRunning = index >= 0 && before?.phase === 'running';
    const isWaiting = before?.pause ? before.pause.resumesAtMs === null : false;
    const long =
      isRunning && !isWaiting
        ? outages.find(({ fromMs, toMs }) => toMs - fromMs > before.rules.outageMs)
        : undefined;
    for (const outage of outages) {
      const pauses = interruptionsBy(evidence, stream, outage);
      if (outage !== long) expect(pauses).toEqual([]);
    }
    if (isRunning && !long) spared += 1;
    if (!long) continue;
    const leftMs = before?.pause?.remainingMs ?? (before?.closesAtMs ?? 0) - long.fromMs;
    const interruption = { ...long, remainingMs: leftMs };
    expect(interruptionsBy(evidence, stream, long)).toMatchObject([interruption]);
    expect(after?.pause).toMatchObject({ remainingMs: leftMs, resumesAtMs: null });
    paused += 1;
  }
  return { paused, spared };
};
