// Passkeys by rule: whose they are, how many, who learns of them, what a proof must be bound to, and that a check of a proof
// from the record alone finds each thing that can be wrong with it.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { SheetCommand, Template } from '../../shared/sheet/types.ts';
import type { PasskeyProof, SignedSubject } from '../../shared/sheet/passkeys/types.ts';
import { verifyAssertion as inPage } from '../../client/net/passkey-assertion.ts';
import { boundNameOf, newKeyOf } from '../../server/gateway/passkey-library.ts';
import { rpIdsOf } from '../../server/gateway/passkeys.ts';
import { verifyAssertion as inNode } from '../../server/record/passkey-assertion.ts';
import { fromBase64url, toBase64url } from '../../shared/kernel/base64url.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { SheetSeals } from '../../shared/room/record-seals.ts';
import { signatureChallenge } from '../../shared/sheet/passkeys/challenge.ts';
import type { ProvenSignature } from '../../shared/sheet/passkeys/check.ts';
import { proofFinding, rawSignature } from '../../shared/sheet/passkeys/check.ts';
import { MAX_PASSKEYS } from '../../shared/sheet/passkeys/decide.ts';
import { maySeeSheetPart } from '../../shared/sheet/record-rights.ts';
import { templateFaults } from '../../shared/sheet/template-faults.ts';
import { LEADS, SIDES, viewOf } from '../support/offers.ts';
import type { SheetStream } from '../support/offers.ts';
import { freeze, readySheet, sign } from '../support/signing.ts';
import { SoftAuthenticator } from '../support/soft-authenticator.ts';

const ORIGIN = 'https://parley.example.com';
const PLACES = { origins: [ORIGIN], rpIds: ['parley.example.com'] };
const PAGE = { origin: ORIGIN, rpId: 'parley.example.com' };
const KEY = { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' } as const;
const nonceOf = (number: number): string => String(number).padStart(64, '0');

const ticketOf = (number: number, expiresAtMs = 9_000_000) => ({
  ...{ nonce: nonceOf(number), expiresAtMs: epochMs(expiresAtMs) },
  ...{ keyId: '0'.repeat(16), signature: '0'.repeat(128) },
});

type Register = Extract<SheetCommand, { type: 'RegisterPasskey' }>;

const registered = (number: number, more: Partial<Register> = {}): Register => ({
  ...{ type: 'RegisterPasskey', side: 'shipper', name: `Key ${String(number)}` },
  passkey: {
    ...{ clientDataJSON: 'e30', attestationObject: 'oA', ticket: ticketOf(number) },
    checked: { ok: true, credentialId: `key-${String(number)}`, publicKey: KEY, counter: 0 },
  },
  ...more,
});

describe('[PKY1] passkeys belong to a seat and a sheet', () => {
  it('so many and no more, each ticket once and in time, none once the sheet is signed', () => {
    const stream = readySheet();
    for (let each = 0; each < MAX_PASSKEYS; each += 1) stream.must(registered(each), LEADS.shipper);
    const last = registered(MAX_PASSKEYS);
    expect(stream.refusalOf(last, LEADS.shipper)).toBe('passkey/full');
    const own = { ...last, side: 'carrier' as const };
    const used = { ...own, passkey: { ...own.passkey, ticket: ticketOf(3) } };
    expect(stream.refusalOf(used, LEADS.carrier)).toBe('passkey/used');
    const late = { ...own, passkey: { ...own.passkey, ticket: ticketOf(99, stream.at) } };
    expect(stream.refusalOf(late, LEADS.carrier)).toBe('passkey/expired');
    expect(stream.refusalOf(own, LEADS.carrier)).toBeUndefined();
  });

  it('what no server has looked at is none', () => {
    const command = registered(1);
    const { clientDataJSON, attestationObject, ticket } = command.passkey;
    const passkey = { clientDataJSON, attestationObject, ticket };
    expect(readySheet().refusalOf({ ...command, passkey }, LEADS.shipper)).toBe('passkey/not-made');
  });

  it('views and record show them to their side alone, and no seal comes of them', () => {
    const stream = readySheet();
    const before = [viewOf(stream, 'carrier'), viewOf(stream, null)].map((view) =>
      JSON.stringify(view),
    );
    const { events: made } = stream.give(registered(1), LEADS.shipper);
    expect(viewOf(stream, 'shipper').signing?.passkeys).toEqual({
      'key-1': { seatId: 'harbor-lead', name: 'Key 1', addedAtMs: stream.at },
    });
    const { events: removed } = stream.give(
      { type: 'RemovePasskey', side: 'shipper', credentialId: 'key-1' },
      LEADS.shipper,
    );
    const after = [viewOf(stream, 'carrier'), viewOf(stream, null)].map((view) =>
      JSON.stringify(view),
    );
    expect(after).toEqual(before);
    const { template } = stream.state;
    if (!template) throw new Error('no template');
    for (const event of [...made, ...removed]) {
      const reads = [...SIDES, null].map((side) =>
        maySeeSheetPart(event, '', { template, reader: { side } }),
      );
      expect([event.type, reads]).toEqual([event.type, [false, true, false]]);
      const body = { kind: 'decision', events: [event] } as unknown as Parameters<
        SheetSeals['ends']
      >[0];
      expect(new SheetSeals().ends(body)).toBe(false);
    }
    expect([...made, ...removed].map(({ type }) => type)).toEqual([
      'PasskeyRegistered',
      'PasskeyRemoved',
    ]);
  });
});

const withOffices = (template: Template, passkeyFor: readonly string[]): Template => ({
  ...template,
  sections: template.sections.map((section) => ({
    ...section,
    terms: section.terms.map((term) =>
      term.kind === 'field' && term.signs === 'shipper' ? { ...term, passkeyFor } : term,
    ),
  })),
});

describe('[PKY4] a template asks offices for a passkey', () => {
  const asking = (): SheetStream => {
    const stream = readySheet();
    const { template } = stream.state;
    if (!template) throw new Error('no template');
    Object.assign(stream.state, { template: withOffices(template, ['counsel']) });
    freeze(stream);
    return stream;
  };

  it('without one they do not sign, others do', () => {
    const stream = asking();
    expect(viewOf(stream, 'carrier').signing?.passkeyFor).toEqual({ shipper: ['counsel'] });
    expect(stream.refusalOf(sign(stream, 'shipper', 'counsel'), LEADS.shipper)).toBe(
      'passkey/needed',
    );
    expect(viewOf(stream, null).signing?.signatures).toBeUndefined();
    expect(viewOf(readySheet(), 'shipper').signing?.passkeyFor).toBeUndefined();
  });

  it('only of offices that sign by the field', () => {
    const { template } = readySheet().state;
    if (!template) throw new Error('no template');
    expect(templateFaults(withOffices(template, ['counsel']))).toEqual([]);
    expect(templateFaults(withOffices(template, ['janitor']))).toEqual([
      expect.stringContaining('offices that do not sign'),
    ]);
  });
});

const SUBJECT: SignedSubject = {
  ...{ sheetId: 's1', seatId: 'harbor-lead', side: 'shipper' },
  ...{ office: 'counsel', name: 'A', title: 'B', hash: 'f'.repeat(64) },
  ...{ nonce: nonceOf(7), expiresAtMs: epochMs(5) },
};

/** A signature with a proof by a key of one kind, as it stands in the record. */
const proven = async (kind: 'EC' | 'OKP' | 'RSA'): Promise<ProvenSignature> => {
  const authenticator = new SoftAuthenticator({ kind });
  const made = authenticator.register({ ...PAGE, challenge: 'AAAA' });
  const { publicKey } = await newKeyOf({ ...made, challenge: 'AAAA' }, PLACES);
  const answer = authenticator.answer({ ...PAGE, challenge: signatureChallenge(SUBJECT) });
  const rpId = await boundNameOf({ ...answer, publicKey }, PLACES);
  const { side, office, name, title, hash, ...rest } = SUBJECT;
  const { seatId, nonce, expiresAtMs } = rest;
  const passkey = { ...answer, publicKey, rpId, seatId, nonce, expiresAtMs };
  return { side, office, name, title, hash, passkey };
};

const withProof = (signature: ProvenSignature, change: Partial<PasskeyProof>): ProvenSignature => ({
  ...signature,
  passkey: { ...signature.passkey, ...change },
});

describe('[PKY5] a proof is checked from the record alone, in Node and in the page alike', () => {
  it.each(['EC', 'OKP', 'RSA'] as const)('a key of kind %s', async (kind) => {
    const signature = await proven(kind);
    const { passkey } = signature;
    const data = fromBase64url(passkey.authenticatorData) ?? new Uint8Array();
    const silent = new Uint8Array(data);
    silent[32] = 1;
    const cut = toBase64url(data.subarray(0, 20));
    const other = new SoftAuthenticator({ kind }).answer({
      ...PAGE,
      challenge: signatureChallenge(SUBJECT),
    });
    const cases = [
      [undefined, signature],
      ['subject', { ...signature, hash: 'e'.repeat(64) }],
      ['subject', { ...signature, office: 'finance' }],
      ['subject', withProof(signature, { seatId: 'harbor-member' })],
      ['subject', withProof(signature, { nonce: nonceOf(8) })],
      ['form', withProof(signature, { authenticatorData: cut })],
      ['form', withProof(signature, { clientDataJSON: '####' })],
      ['person', withProof(signature, { authenticatorData: toBase64url(silent) })],
      ['address', withProof(signature, { rpId: 'example.com' })],
      ['signature', withProof(signature, { signature: other.signature })],
      ['signature', withProof(signature, { signature: 'AAAA' })],
      ['signature', withProof(signature, { publicKey: KEY })],
    ] as const;
    for (const verify of [inNode, inPage]) {
      const found = await Promise.all(cases.map(([, each]) => proofFinding('s1', each, verify)));
      expect(found).toEqual(cases.map(([finding]) => finding));
      expect(await proofFinding('s2', signature, verify)).toBe('subject');
    }
  });

  it('a page of another host is none of the key’s, one below its name is', async () => {
    const at = async (origin: string) => {
      const authenticator = new SoftAuthenticator();
      const made = authenticator.register({ ...PAGE, challenge: 'AAAA' });
      const { publicKey } = await newKeyOf({ ...made, challenge: 'AAAA' }, PLACES);
      const challenge = signatureChallenge(SUBJECT);
      const answer = authenticator.answer({ rpId: 'example.com', origin, challenge });
      const signature = await proven('EC');
      return proofFinding(
        's1',
        withProof(signature, { ...answer, publicKey, rpId: 'example.com' }),
        inNode,
      );
    };
    expect(await at('https://parley.example.com')).toBeUndefined();
    expect(await at('https://parley.example.com:8443')).toBeUndefined();
    expect(await at('https://badexample.com')).toBe('address');
    expect(await at('https://example.com.evil.test')).toBe('address');
  });
});

describe('bytes of passkeys', () => {
  it('read back as they were written, and nothing else is read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const text = toBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(text)).toEqual(new Uint8Array(bytes));
      }),
    );
    for (const wrong of ['A', 'AB', 'A+', 'AA==', 'AAé', 'AAB']) {
      expect([wrong, fromBase64url(wrong)]).toEqual([wrong, undefined]);
    }
  });

  it('an ES256 signature of any form is one of two numbers, or none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect([undefined, 64]).toContain(rawSignature(bytes)?.length);
      }),
    );
  });
});

it('[PKY6] a key is bound to a name: numbers are none', () => {
  const origins = ['http://127.0.0.1:4400', 'http://localhost:4400', 'http://[::1]:4400'];
  expect(rpIdsOf(origins)).toEqual(['localhost']);
  expect(rpIdsOf(['https://parley.example.com'])).toEqual(['parley.example.com']);
  expect(rpIdsOf(['https://10.0.0.7'])).toEqual([]);
});
