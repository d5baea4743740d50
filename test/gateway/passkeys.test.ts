// Passkeys over the protocol, on a real server: made, used, and every way in which a proof is none.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { PasskeyTicketAnswer } from '../../shared/protocol/passkeys.ts';
import type { Assertion, PasskeyTicket } from '../../shared/sheet/passkeys/types.ts';
import { Passkeys } from '../../server/gateway/passkeys.ts';
import { ServerKey } from '../../server/record/server-key.ts';
import {
  registrationChallenge,
  signatureChallenge,
} from '../../shared/sheet/passkeys/challenge.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { agreeEverything } from '../support/agreed-sheet.ts';
import { memoryLog } from '../support/fakes.ts';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { verified } from '../support/recorded-sale.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { SoftAuthenticator } from '../support/soft-authenticator.ts';
import { seat as actor } from '../support/stream.ts';
import { until } from '../support/sync-stage.ts';

type SignSheet = Extract<SeatSheetCommand, { type: 'SignSheet' }>;

let live: LiveServer;
let sheetId: string;
let shipper: SeatClient;
let carrier: SeatClient;
let page: { readonly origin: string; readonly rpId: string };
const key = new SoftAuthenticator({ counter: 5 });

const topic = () => ({ kind: 'sheet', id: sheetId }) as const;
const viewOf = (client: SeatClient) => client.viewOf(topic()) as SheetView;

const ticketFor = async ({ session }: SeatClient, sheet = sheetId) =>
  ask(live, `/api/rooms/usps-2026/sheets/${sheet}/passkey-ticket?seat=${session.seatId}`, {
    token: session.token,
  });

const ticket = async (client = shipper): Promise<PasskeyTicket> => {
  const { body } = await ticketFor(client);
  return (body as unknown as PasskeyTicketAnswer).ticket;
};

const register = async (
  client: SeatClient,
  authenticator: SoftAuthenticator,
  name = 'Blue key',
): Promise<string | undefined> => {
  const { nonce, expiresAtMs, ...rest } = await ticket(client);
  const { seatId } = client.session;
  const challenge = registrationChallenge({ sheetId, seatId, nonce, expiresAtMs });
  const passkey = {
    ...authenticator.register({ ...page, challenge }),
    ticket: { nonce, expiresAtMs, ...rest },
  };
  const side = seatId.startsWith('usps') ? 'carrier' : 'shipper';
  const command = { type: 'RegisterPasskey', side, name, passkey } as const;
  return codeOf(await client.give(command, { topic: topic() }));
};

const codeOf = (result: Awaited<ReturnType<SeatClient['give']>>): string | undefined => {
  if (!result.ok) return result.error.code;
  if (result.value.ok) return undefined;
  const { code, fault } = result.value.rejection as { code: string; fault?: string };
  return fault === undefined ? code : `${code} ${fault}`;
};

const hashNow = () => viewOf(shipper).signing?.hash ?? '';

const signature = (office = 'counsel'): SignSheet => ({
  ...{ type: 'SignSheet', side: 'shipper', office, name: 'A. Counsel', title: 'Head' },
  hash: hashNow(),
});

interface Twist {
  readonly subject?: object;
  readonly page?: Partial<typeof page & { isVerified: boolean }>;
  readonly ticket?: (given: PasskeyTicket) => PasskeyTicket;
  readonly answer?: (given: Assertion) => Assertion;
}

/** A signature with a proof, twisted where a test says so. */
const proved = async (office: string, twist: Twist = {}): Promise<SignSheet> => {
  const given = await ticket();
  const used = twist.ticket ? twist.ticket(given) : given;
  const { nonce, expiresAtMs } = used;
  const { side, name, title, hash } = signature(office);
  const subject = { sheetId, seatId: 'harbor-lead', side, office, name, title, hash };
  const challenge = signatureChallenge({ ...subject, nonce, expiresAtMs, ...twist.subject });
  const answer = key.answer({ ...page, ...twist.page, challenge });
  const passkey = { ...(twist.answer ? twist.answer(answer) : answer), ticket: used };
  return { ...signature(office), passkey };
};

const giveAs = async (client: SeatClient, command: SeatSheetCommand, id?: string) =>
  codeOf(await client.give(command, { topic: topic(), ...(id !== undefined && { id }) }));

const submitted = async (seatId: string, command: SeatSheetCommand): Promise<void> => {
  const { hosts, chance } = live.server.context;
  const answer = await hosts.sheet(sheetId).submit(chance.id(), actor(seatId), command);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

const freeze = async (): Promise<void> => {
  await until(() => hashNow() !== '', 'all is agreed');
  await submitted('usps-lead', { type: 'FreezeSheet', side: 'carrier', hash: hashNow() });
  const isFrozen = (client: SeatClient) => viewOf(client).signing?.stage === 'frozen';
  await until(() => [shipper, carrier].every(isFrozen), 'it is frozen');
};

const flipped = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

beforeAll(async () => {
  live = await startLive({
    server: { originFor: (port) => `http://localhost:${String(port)}` },
  });
  page = { origin: live.server.origin, rpId: 'localhost' };
  sheetId = await agreeEverything(live);
  [shipper, carrier] = [
    await sitAndWatch(live, 'harbor-lead'),
    await sitAndWatch(live, 'usps-lead'),
  ];
  for (const client of [shipper, carrier]) await client.watch(topic());
  await freeze();
});

afterAll(async () => {
  shipper.close();
  carrier.close();
  await live.close();
});

describe('[PKY1] a seat keeps passkeys of its own for a sheet', () => {
  it('it makes one, and its side alone learns of it', async () => {
    const before = JSON.stringify(viewOf(carrier));
    expect(await register(shipper, key)).toBeUndefined();
    await until(() => viewOf(shipper).signing?.passkeys !== undefined, 'the key is listed');
    expect(viewOf(shipper).signing?.passkeys).toMatchObject({
      [key.credentialId]: { seatId: 'harbor-lead', name: 'Blue key' },
    });
    await carrier.watch(topic());
    expect(JSON.stringify(viewOf(carrier))).toBe(before);
    expect(await register(shipper, key)).toBe('passkey/known');
  });

  it('nobody else takes it away, and who acts for no side gets no ticket', async () => {
    const remove = { type: 'RemovePasskey', credentialId: key.credentialId } as const;
    expect(await giveAs(carrier, { ...remove, side: 'carrier' })).toBe('passkey/unknown');
    const [regulator, cascade] = [
      await sitAndWatch(live, 'regulator'),
      await sitAndWatch(live, 'cascade-lead'),
    ];
    expect((await ticketFor(regulator)).code).toBe('auth/denied');
    expect((await ticketFor(cascade)).code).toBe('not-found');
    expect(await giveAs(cascade, { ...remove, side: 'shipper' })).toBe('not-found');
    regulator.close();
    cascade.close();
    expect(Object.keys(viewOf(shipper).signing?.passkeys ?? {})).toEqual([key.credentialId]);
  });

  it('one made elsewhere, for another seat or without its person verified is none', async () => {
    const made = async (change: Partial<typeof page & { isVerified: boolean }>, seatId: string) => {
      const given = await ticket();
      const challenge = registrationChallenge({ sheetId, ...given, seatId });
      const answer = new SoftAuthenticator().register({ ...page, ...change, challenge });
      return giveAs(shipper, {
        ...{ type: 'RegisterPasskey', side: 'shipper', name: 'Other' },
        passkey: { ...answer, ticket: given },
      });
    };
    const seatId = 'harbor-lead';
    expect(await made({ origin: 'http://evil.test' }, seatId)).toBe('passkey/not-made origin');
    expect(await made({ rpId: 'evil.test' }, seatId)).toBe('passkey/not-made signature');
    expect(await made({ isVerified: false }, seatId)).toBe('passkey/not-made signature');
    expect(await made({}, 'usps-lead')).toBe('passkey/not-made signature');
  });
});

describe('[PKY2] [PKY3] a proof counts for one signature alone', () => {
  const TWISTS: readonly (readonly [string, string, Twist])[] = [
    ['another text', 'passkey/other', { subject: { hash: '0'.repeat(64) } }],
    ['another sheet', 'passkey/other', { subject: { sheetId: 'another' } }],
    ['another seat', 'passkey/other', { subject: { seatId: 'harbor-member' } }],
    ['another office', 'passkey/other', { subject: { office: 'finance' } }],
    ['another name', 'passkey/other', { subject: { name: 'B. Counsel' } }],
    ['another number', 'passkey/other', { subject: { nonce: '1'.repeat(64) } }],
    ['another page', 'passkey/not-proved origin', { page: { origin: 'http://evil.test' } }],
    ['another host', 'passkey/not-proved signature', { page: { rpId: 'evil.test' } }],
    ['nobody verified', 'passkey/person', { page: { isVerified: false } }],
    [
      'a made-up ticket',
      'passkey/not-proved ticket',
      { ticket: (given) => ({ ...given, nonce: '2'.repeat(64) }) },
    ],
    [
      'a changed signature',
      'passkey/not-proved signature',
      { answer: (given) => ({ ...given, signature: flipped(given.signature) }) },
    ],
    [
      'changed data',
      'passkey/not-proved signature',
      {
        answer: (given) => ({
          ...given,
          authenticatorData: `${given.authenticatorData.slice(0, -2)}AA`,
        }),
      },
    ],
    [
      'a key that is not there',
      'passkey/unknown',
      { answer: (given) => ({ ...given, credentialId: 'nobodys' }) },
    ],
  ];

  it.each(TWISTS)('%s is refused', async (_what, code, twist) => {
    expect(await giveAs(shipper, await proved('counsel', twist))).toBe(code);
    expect(viewOf(shipper).signing?.signatures).toBeUndefined();
  });

  it('a ticket of another seat is none', async () => {
    const foreign = await ticket(carrier);
    expect(await giveAs(shipper, await proved('counsel', { ticket: () => foreign }))).toBe(
      'passkey/not-proved ticket',
    );
  });

  it('the right one signs, by a ticket of whichever node, and a resend gets the same answer', async () => {
    const { hosts, clock, chance } = live.server.context;
    const nodeKey = new ServerKey({ file: undefined, durability: 'memory', log: memoryLog() });
    await nodeKey.register(hosts.site(), chance);
    const node = new Passkeys({
      ...{ hosts, clock, chance, origins: () => [] },
      sign: (text) => nodeKey.sign(text),
    });
    const theirs = node.ticket({ sheetId, seatId: 'harbor-lead' });
    const command = await proved('counsel', { ticket: () => theirs });
    const id = chance.id();
    expect(await giveAs(shipper, command, id)).toBeUndefined();
    expect(await giveAs(shipper, command, id)).toBeUndefined();
    nodeKey.close();
    await until(() => viewOf(carrier).signing?.signatures !== undefined, 'it is signed');
    const [given] = Object.values(viewOf(carrier).signing?.signatures ?? {});
    expect(given?.passkey).toMatchObject({
      ...{ credentialId: key.credentialId, rpId: 'localhost', seatId: 'harbor-lead' },
      publicKey: { kty: 'EC', crv: 'P-256' },
    });
  });

  it('an answer that was used, or that counts back, is refused after the sheet was frozen again', async () => {
    const reason = 'One more look';
    const first = await proved('finance');
    expect(await giveAs(shipper, first)).toBeUndefined();
    await submitted('usps-lead', { type: 'ReopenSheet', side: 'carrier', reason });
    await until(() => viewOf(shipper).signing?.stage === 'ready', 'it is open');
    await freeze();
    expect(await giveAs(shipper, await proved('counsel'))).toBeUndefined();
    expect(await giveAs(shipper, first)).toBe('passkey/used');
    key.counter = 6;
    expect(await giveAs(shipper, await proved('finance'))).toBe('passkey/counter');
    key.counter = 100;
    expect(await giveAs(shipper, await proved('finance'))).toBeUndefined();
  });
});

describe('[PKY5] anybody checks a proof again from the record', () => {
  const bundle = async ({ session }: SeatClient): Promise<string> => {
    const response = await fetch(
      `${live.origin}/api/rooms/usps-2026/bundle?seat=${session.seatId}`,
      { headers: { authorization: `Bearer ${session.token}` } },
    );
    return response.text();
  };

  it('both sides, and only its own finds the key as it was registered', async () => {
    const [own, other] = [
      await verified(await bundle(shipper)),
      await verified(await bundle(carrier)),
    ];
    expect(own.findings).toEqual([]);
    expect(other.findings).toEqual([]);
    expect(own.passkeys).toEqual({ given: 4, hold: 4, registered: 4 });
    expect(other.passkeys).toEqual({ given: 4, hold: 4, registered: 0 });
  });

  it('a key that is taken away has proved what it proved, and proves nothing more', async () => {
    const { credentialId } = key;
    expect(
      await giveAs(shipper, { type: 'RemovePasskey', side: 'shipper', credentialId }),
    ).toBeUndefined();
    expect(await giveAs(shipper, await proved('lead'))).toBe('passkey/unknown');
    expect((await verified(await bundle(shipper))).passkeys).toMatchObject({ given: 4, hold: 4 });
  });
});
