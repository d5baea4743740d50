// Receipts as people get them over real sockets, checked with nothing but the receipt and a published key.

import { fc } from '../support/fast-check.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySignature as verifyInPage } from '../../client/net/signatures.ts';
import { freshKey, verifySignature } from '../../server/record/signing-key.ts';
import type { PublicKey } from '../../shared/record/keys.ts';
import { keyIdOf } from '../../shared/record/keys.ts';
import type { Answer, Receipt } from '../../shared/record/receipt.ts';
import { checkReceipt, receiptText } from '../../shared/record/receipt.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';

let live: LiveServer;
let bidder: SeatClient;
let moderator: SeatClient;

const publishedKeys = async (): Promise<readonly PublicKey[]> =>
  (await ask(live, '/.well-known/parley-keys.json')).body['keys'] as readonly PublicKey[];

const bid = async (quantityBlocks: number, priceMills: number, id?: string): Promise<Answer> => {
  const round = bidder.view.auctions['clock']?.round ?? 0;
  const command = {
    type: 'PlaceBid' as const,
    teamId: 'northwind',
    round,
    bid: { lotId: 'q1', quantityBlocks, priceMills: mills(priceMills) },
  };
  const options = id === undefined ? {} : { id };
  const result = await bidder.give({ type: 'Auction', auctionId: 'clock', command }, options);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

const receiptOf = (answer: Answer): Receipt => {
  if (!answer.receipt) throw new Error('no receipt');
  return answer.receipt;
};

beforeAll(async () => {
  live = await startLive();
  [bidder, moderator] = await Promise.all([
    sitAndWatch(live, 'northwind-lead'),
    sitAndWatch(live, 'moderator'),
  ]);
  const rulesHash = bidder.view.auctions['clock']?.rulesHash ?? '';
  await bidder.clock({ type: 'AcceptRules', teamId: 'northwind', rulesHash });
  await moderator.clock({ type: 'StartAuction' });
  await bidder.sees(({ auctions }) => auctions['clock']?.round === 1, 'round 1');
});

afterAll(async () => {
  bidder.close();
  moderator.close();
  await live.close();
});

describe('[REC1] what a receipt says', () => {
  it('an accepted bid has one with stream, command, time, entry, outcome and durability', async () => {
    const id = '018f0000-0000-7000-8000-000000000001';
    const receipt = receiptOf(await bid(3, 2_400, id));
    expect(receipt).toMatchObject({
      stream: 'room:usps-2026',
      commandId: id,
      outcome: 'accepted',
      durability: 'memory',
    });
    expect(receipt.atMs).toBeGreaterThan(0);
    expect(receipt.entryHash).toMatch(/^[0-9a-f]{64}$/);
    const entry = await live.journal.findCommand('room:usps-2026', id);
    expect(JSON.stringify(receipt)).not.toContain(`"${String(entry?.version)}"`);
    expect(Object.keys(receipt)).not.toContain('version');
  });

  it('a refused bid has one too, with the numbers of the refusal', async () => {
    const answer = await bid(3, 9_999);
    expect(answer.ok).toBe(false);
    expect(receiptOf(answer)).toMatchObject({
      outcome: 'refused',
      rejection: { code: 'bid/outside-range', minimumMills: 2_400, maximumMills: 2_400 },
    });
  });

  it('positions and reopenings on a sheet have one', async () => {
    const carrier = await sitAndWatch(live, 'usps-lead');
    const topic = bidder.sheet('USPS and Northwind Retail');
    await Promise.all([bidder.watch(topic), carrier.watch(topic)]);
    const take = (side: 'carrier' | 'shipper') => ({
      type: 'TakePosition' as const,
      side,
      termId: 'late-tender',
      value: { kind: 'field' as const, value: 'fee' },
    });
    const answers = [
      await carrier.must(take('carrier'), { topic }),
      await bidder.must(take('shipper'), { topic }),
      await bidder.must({ type: 'ReopenTerm', termId: 'late-tender', reason: 'fee' }, { topic }),
    ];
    const keys = await publishedKeys();
    for (const answer of answers) {
      expect(await checkReceipt(receiptOf(answer), keys, verifySignature)).toBe('valid');
      expect(receiptOf(answer).stream).toBe(`sheet:${topic.id}`);
    }
    carrier.close();
  });
});

describe('[REC2] a receipt proves itself', () => {
  it('receipt and public key are enough, in the server’s language and in the browser’s', async () => {
    const keys = await publishedKeys();
    for (const answer of [await bid(2, 2_400), await bid(2, 9_999)]) {
      expect(await checkReceipt(receiptOf(answer), keys, verifySignature)).toBe('valid');
      expect(await checkReceipt(receiptOf(answer), keys, verifyInPage)).toBe('valid');
    }
  });

  it('a change of any digit or letter of it is found', async () => {
    const keys = await publishedKeys();
    const receipt = receiptOf(await bid(3, 9_999));
    const text = JSON.stringify(receipt);
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom('0', '7', 'a', 'x'),
        async (place, letter) => {
          if (text[place] === letter) return;
          let other: Receipt;
          try {
            other = JSON.parse(text.slice(0, place) + letter + text.slice(place + 1)) as Receipt;
          } catch (cause) {
            expect(cause).toBeInstanceOf(SyntaxError);
            return;
          }
          changed += 1;
          expect(await checkReceipt(other, keys, verifySignature)).not.toBe('valid');
          expect(await checkReceipt(other, keys, verifyInPage)).not.toBe('valid');
        },
      ),
      runs(400),
    );
    expect(changed).toBeGreaterThan(200);
  });

  it('a resend gets the same bytes', async () => {
    const id = '018f0000-0000-7000-8000-000000000009';
    const first = await bid(2, 2_400, id);
    await bid(1, 2_400);
    expect(await bid(2, 2_400, id)).toEqual(first);
  });

  it('what another key signed, or nobody, is not taken', async () => {
    const keys = await publishedKeys();
    const receipt = receiptOf(await bid(2, 2_400));
    const forger = freshKey();
    const claimed = { ...receipt, entryHash: '0'.repeat(64) };
    const forged = { ...claimed, signature: forger.sign(receiptText(claimed)) };
    expect(await checkReceipt(forged, keys, verifySignature)).toBe('wrong-signature');
    const own = { ...claimed, keyId: forger.keyId };
    const signed = { ...own, signature: forger.sign(receiptText(own)) };
    expect(await checkReceipt(signed, keys, verifySignature)).toBe('unknown-key');
    const { stream, commandId, atMs, entryHash, outcome } = receipt;
    const unsigned = { stream, commandId, atMs, entryHash, outcome };
    expect(await checkReceipt(unsigned, keys, verifySignature)).toBe('unsigned');
  });

  it('a key’s name is its hash, so that no other key can stand under it', async () => {
    for (const { keyId, publicKey } of await publishedKeys()) {
      expect(keyIdOf(publicKey)).toBe(keyId);
    }
  });
});

describe('[REC4] retiring a key', () => {
  it('keeps what it signed before, and the node signs on with a fresh one', async () => {
    const before = receiptOf(await bid(2, 2_400));
    const admin = await ask(live, '/api/admin/enter', { body: { secret: live.adminSecret } });
    const cookie = admin.cookie ?? '';
    const path = `/api/keys/${before.keyId ?? ''}/retire`;
    expect((await ask(live, path, { body: {} })).code).toBe('auth/required');
    expect((await ask(live, path, { body: {}, cookie })).status).toBe(200);
    const keys = await publishedKeys();
    expect(await checkReceipt(before, keys, verifySignature)).toBe('valid');
    const after = receiptOf(await bid(1, 2_400));
    expect(after.keyId).not.toBe(before.keyId);
    expect(await checkReceipt(after, await publishedKeys(), verifySignature)).toBe('valid');
  });

  it('makes what it signs later worthless', async () => {
    const key = freshKey();
    const receipt: Receipt = {
      stream: 'room:x',
      commandId: 'c',
      atMs: epochMs(1_001),
      entryHash: '0'.repeat(64),
      outcome: 'accepted',
      keyId: key.keyId,
    };
    const signed = { ...receipt, signature: key.sign(receiptText(receipt)) };
    const { keyId, publicKey } = key;
    const published = { keyId, publicKey, fromMs: epochMs(0), retiredAtMs: epochMs(1_000) };
    expect(await checkReceipt(signed, [published], verifySignature)).toBe('retired-key');
    const later = { ...published, retiredAtMs: epochMs(1_001) };
    expect(await checkReceipt(signed, [later], verifySignature)).toBe('valid');
  });

  it('an unknown key is not found', async () => {
    const admin = await ask(live, '/api/admin/enter', { body: { secret: live.adminSecret } });
    const cookie = admin.cookie ?? '';
    const answer = await ask(live, '/api/keys/0123456789abcdef/retire', { body: {}, cookie });
    expect(answer.code).toBe('not-found');
  });
});
