// Passkeys of a seat for a sheet: where this page has any, making one, proving a signature with one. The browser's part is
// loaded when somebody uses it.

import type { SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { PasskeyTicketAnswer } from '../../shared/protocol/passkeys.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Result } from '../../shared/protocol/messages.ts';
import type { Assertion, PasskeyTicket, SignedSubject } from '../../shared/sheet/passkeys/types.ts';
import {
  passkeyUser,
  registrationChallenge,
  signatureChallenge,
} from '../../shared/sheet/passkeys/challenge.ts';
import type { SheetPlace } from './sheet-files.ts';

/** `insecure`: neither https nor this machine; `absent`: the browser has none; `address`: the page's host is no name. */
export type NoPasskeys = 'insecure' | 'absent' | 'address';

type Register = Extract<SeatSheetCommand, { readonly type: 'RegisterPasskey' }>['passkey'];
type Proof = NonNullable<Extract<SeatSheetCommand, { readonly type: 'SignSheet' }>['passkey']>;

/** `cancelled`: the person, or the time that one has, ended it; `known`: this authenticator has one for this sheet. */
export type PasskeyFailure =
  | { readonly kind: 'cancelled' | 'known' | 'failed' }
  | { readonly kind: 'address'; readonly names: readonly string[] }
  | { readonly kind: 'server'; readonly error: ProtocolError };

export type PasskeyOutcome<Made> =
  | { readonly ok: true; readonly made: Made }
  | { readonly ok: false; readonly failure: PasskeyFailure };

/** Algorithms by their COSE names: ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257] as const;
const WITHIN_MS = 120_000;

const isNumber = (host: string): boolean => host.startsWith('[') || /^[\d.]+$/.test(host);

/** Why this page has no passkeys; undefined where it may have some. */
export const noPasskeys = (): NoPasskeys | undefined => {
  if (!isSecureContext) return 'insecure';
  if (!('PublicKeyCredential' in globalThis)) return 'absent';
  return isNumber(location.hostname) ? 'address' : undefined;
};

const UNREACHABLE: ProtocolError = {
  code: 'protocol/unavailable',
  message: 'The server cannot be reached. Nothing was changed; try again in a moment.',
  retry: 'later',
};

const askTicket = async (place: SheetPlace): Promise<Result<PasskeyTicketAnswer>> => {
  const [room, sheet, seat] = [place.roomId, place.sheetId, place.seatId].map(encodeURIComponent);
  const path = `/api/rooms/${room ?? ''}/sheets/${sheet ?? ''}/passkey-ticket?seat=${seat ?? ''}`;
  try {
    const response = await fetch(path, { credentials: 'same-origin' });
    const body = (await response.json()) as PasskeyTicketAnswer & {
      readonly error?: ProtocolError;
    };
    return response.ok
      ? { ok: true, value: body }
      : { ok: false, error: body.error ?? UNREACHABLE };
  } catch (cause) {
    console.warn('the server could not be reached', cause);
    return { ok: false, error: UNREACHABLE };
  }
};

const failed = (failure: PasskeyFailure) => ({ ok: false, failure }) as const;

const failureOf = (cause: unknown): PasskeyFailure => {
  const { name } = cause as { readonly name?: string };
  if (name === 'NotAllowedError' || name === 'AbortError') return { kind: 'cancelled' };
  if (name === 'InvalidStateError') return { kind: 'known' };
  console.warn('the passkey could not be used', cause);
  return { kind: 'failed' };
};

/** Asks for a ticket, then the authenticator. */
const withTicket = async <Made>(
  place: SheetPlace,
  ask: (ticket: PasskeyTicket, rpId: string) => Promise<Made>,
): Promise<PasskeyOutcome<Made>> => {
  const answer = await askTicket(place);
  if (!answer.ok) return failed({ kind: 'server', error: answer.error });
  const { ticket, rpIds } = answer.value;
  const rpId = location.hostname;
  if (!rpIds.includes(rpId)) return failed({ kind: 'address', names: rpIds });
  try {
    return { ok: true, made: await ask(ticket, rpId) };
  } catch (cause) {
    return failed(failureOf(cause));
  }
};

/** Makes a key that knows its person; `called` is how the authenticator names it, `known` are keys that are there. */
export const makePasskey = (
  place: SheetPlace,
  { called, known }: { readonly called: string; readonly known: readonly string[] },
): Promise<PasskeyOutcome<Register>> =>
  withTicket(place, async (ticket, rpId) => {
    const { startRegistration } = await import('@simplewebauthn/browser');
    const { response } = await startRegistration({
      optionsJSON: {
        rp: { id: rpId, name: 'Parley' },
        user: { id: passkeyUser(place), name: called, displayName: called },
        challenge: registrationChallenge({ ...place, ...ticket }),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: known.map((id) => ({ id, type: 'public-key' })),
        authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
        attestation: 'none',
        timeout: WITHIN_MS,
      },
    });
    const { clientDataJSON, attestationObject } = response;
    return { clientDataJSON, attestationObject, ticket };
  });

/** Proves a signature with one of the seat's keys. */
export const provePasskey = (
  place: SheetPlace,
  {
    subject,
    keys,
  }: {
    readonly subject: Omit<SignedSubject, 'sheetId' | 'seatId' | 'nonce' | 'expiresAtMs'>;
    readonly keys: readonly string[];
  },
): Promise<PasskeyOutcome<Proof>> =>
  withTicket(place, async (ticket, rpId) => {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const { nonce, expiresAtMs } = ticket;
    const { sheetId, seatId } = place;
    const { id, response } = await startAuthentication({
      optionsJSON: {
        rpId,
        challenge: signatureChallenge({ ...subject, sheetId, seatId, nonce, expiresAtMs }),
        allowCredentials: keys.map((key) => ({ id: key, type: 'public-key' })),
        userVerification: 'required',
        timeout: WITHIN_MS,
      },
    });
    const { authenticatorData, clientDataJSON, signature } = response;
    const assertion: Assertion = { credentialId: id, authenticatorData, clientDataJSON, signature };
    return { ...assertion, ticket };
  });
