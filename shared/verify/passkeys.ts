// The passkeys of a bundle: every proof of a signature that is shown is checked again from what stands with it, against the
// frozen hash and, where the bundle shows it, the key as it was registered.

import type { Leaf } from '../record/leaves.ts';
import type { ProofFinding, VerifyAssertion } from '../sheet/passkeys/check.ts';
import type { PasskeyKey, PasskeyProof } from '../sheet/passkeys/types.ts';
import type { SheetEvent } from '../sheet/types.ts';
import type { Finding, PasskeyReport } from './report.ts';
import { canonicalJson } from '../kernel/json.ts';
import { proofFinding } from '../sheet/passkeys/check.ts';

type Given = SheetEvent & { readonly type: 'SignatureGiven'; readonly passkey: PasskeyProof };

interface Signed {
  readonly stream: string;
  readonly atMs: Leaf['atMs'];
  readonly event: Given;
}

const WORDS: Readonly<Record<ProofFinding, string>> = {
  form: 'has a passkey’s proof that no authenticator writes',
  subject: 'has a passkey’s proof that signs something else',
  person: 'has a passkey’s proof without a verified person',
  address: 'has a passkey’s proof that was made on another page',
  signature: 'has a passkey’s proof that its key did not sign',
};

const SHEET = 'sheet:';

export class ShownPasskeys {
  readonly #signed: Signed[] = [];
  readonly #frozen = new Map<string, Set<string>>();
  readonly #registered = new Map<string, PasskeyKey>();

  take(stream: string, { name, value, atMs }: Leaf): void {
    if (!stream.startsWith(SHEET) || name !== '') return;
    const event = value as unknown as Partial<SheetEvent> | null;
    if (event?.type === 'SheetFrozen' && event.hash !== undefined) {
      const hashes = this.#frozen.get(stream) ?? new Set<string>();
      this.#frozen.set(stream, hashes.add(event.hash));
    }
    if (event?.type === 'PasskeyRegistered' && event.publicKey) {
      this.#registered.set(`${stream} ${event.credentialId ?? ''}`, event.publicKey);
    }
    if (event?.type === 'SignatureGiven' && event.passkey) {
      this.#signed.push({ stream, atMs, event: event as Given });
    }
  }

  /** Checks every proof; undefined where the bundle shows none. */
  async check(
    verify: VerifyAssertion,
    tell: (finding: Finding) => void,
  ): Promise<PasskeyReport | undefined> {
    if (this.#signed.length === 0) return undefined;
    let [hold, registered] = [0, 0];
    for (const signed of this.#signed) {
      const what = await this.#findingOf(signed, verify);
      const { stream, atMs, event } = signed;
      if (what === undefined) hold += 1;
      else tell({ stream, atMs, about: `the signature of ${event.name}`, what });
      if (this.#keyOf(signed)) registered += 1;
    }
    return { given: this.#signed.length, hold, registered };
  }

  #keyOf({ stream, event }: Signed): PasskeyKey | undefined {
    return this.#registered.get(`${stream} ${event.passkey.credentialId}`);
  }

  async #findingOf(signed: Signed, verify: VerifyAssertion): Promise<string | undefined> {
    const { stream, event } = signed;
    const key = this.#keyOf(signed);
    if (key && canonicalJson(key) !== canonicalJson(event.passkey.publicKey)) {
      return 'has a passkey’s proof by another key than was registered';
    }
    if (this.#frozen.get(stream)?.has(event.hash) !== true) {
      return 'signs a hash under which the sheet was never frozen';
    }
    const finding = await proofFinding(stream.slice(SHEET.length), event, verify);
    return finding && WORDS[finding];
  }
}
