// Goes through a bundle line by line: every hash, every tree, every link of the chain, the signature. What is shown of
// the room is kept, so that the auction can be run again (rerun.ts); nothing else is.

import type { VerifyAssertion } from '../sheet/passkeys/check.ts';
import type { Sha256 } from '../record/leaves.ts';
import type {
  BundleHead,
  EndLine,
  HiddenLine,
  LeafLine,
  SealLine,
  SignatureLine,
} from '../record/bundle-form.ts';
import type { VerifySignature } from '../record/keys.ts';
import type { Receipt } from '../record/receipt.ts';
import type { Finding, Report, StreamReport } from './report.ts';
import { BUNDLE_FORM, HIDDEN_A_LINE, bundleText } from '../record/bundle-form.ts';
import { keyIdOf } from '../record/keys.ts';
import { leafHash } from '../record/leaves.ts';
import { firstSeal, nextSeal } from '../record/seal.ts';
import { TreeFold } from '../record/tree.ts';
import { NoBundleLine, readLine } from './lines.ts';
import { ShownPasskeys } from './passkeys.ts';
import { checkReceipts } from './receipts.ts';
import { rerunAuctions } from './rerun.ts';
import { ShownRoom, aboutLeaf } from './shown-room.ts';

/** A running SHA-256 over texts. */
export interface Digest {
  update(text: string): void;
  hex(): string;
}

export interface CheckDeps {
  readonly sha256: Sha256;
  readonly newDigest: () => Digest;
  readonly verify: VerifySignature;
  readonly verifyAssertion: VerifyAssertion;
  /** Receipts that somebody kept, to be found in the record. */
  readonly receipts?: readonly Receipt[];
}

const MAX_FINDINGS = 20;

interface OpenStream {
  readonly name: string;
  head: string;
  seals: number;
  fold: TreeFold;
  /** Where the open segment begins. */
  fromLine: number;
  lastAtMs: number | undefined;
  /** Instants of what is shown of the open segment. */
  readonly instants: Set<number>;
  readonly entries: Set<string>;
  shown: number;
  hidden: number;
  /** Subtrees on the line before, where it was one of hidden ones. */
  hiddenBefore: number;
}

export class BundleCheck {
  readonly #deps: CheckDeps;
  readonly #digest: Digest;
  readonly #room: ShownRoom;
  readonly #passkeys = new ShownPasskeys();
  readonly #findings: Finding[] = [];
  readonly #streams: StreamReport[] = [];
  #hasMore = false;
  #lines = 0;
  #head: BundleHead | undefined;
  #headHash = '';
  #open: OpenStream | undefined;
  #signature: SignatureLine | undefined;
  #digestAtEnd = '';

  constructor(deps: CheckDeps) {
    this.#deps = deps;
    this.#digest = deps.newDigest();
    this.#room = new ShownRoom();
  }

  /** Takes the next line, without its line feed; undefined for bytes that are no UTF-8. */
  line(text: string | undefined): void {
    this.#lines += 1;
    if (this.#signature) {
      this.#find({ what: 'stands after the signature' });
      return;
    }
    try {
      if (text === undefined) throw new NoBundleLine('is no text');
      const { kind, line } = readLine(text);
      if (kind === 'signature') {
        this.#sign(line);
        return;
      }
      this.#digest.update(`${text}\n`);
      if (kind === 'head') this.#begin(line, text);
      else if (kind === 'stream') this.#openStream(line.stream, line.first);
      else if (kind === 'end') this.#endStream(line);
      else if (kind === 'seal') this.#seal(line);
      else if (kind === 'leaf') this.#leaf(line);
      else this.#hidden(line);
    } catch (cause) {
      if (!(cause instanceof NoBundleLine)) throw cause;
      this.#find({ what: cause.message });
      if (text !== undefined) this.#digest.update(`${text}\n`);
    }
  }

  /** What came of it. `isWhole`: the file ended with a line feed. */
  async finish(isWhole: boolean): Promise<Report> {
    if (!isWhole) this.#find({ what: 'is cut off: the file does not end with a line feed' });
    if (this.#open) this.#find({ what: `is the last, but ${this.#open.name} has no end` });
    const keyId = await this.#checkSignature();
    const { receipts } = this.#deps;
    const found = receipts && (await this.#receipts(receipts));
    const passkeys = await this.#passkeys.check(this.#deps.verifyAssertion, (finding) =>
      this.#note(finding),
    );
    const auctions =
      this.#findings.length === 0
        ? rerunAuctions(this.#room, this.#head?.viewer.teamId, (finding) => this.#note(finding))
        : [];
    return {
      ...(this.#head && { head: this.#head }),
      findings: this.#findings,
      hasMore: this.#hasMore,
      streams: this.#streams,
      auctions,
      ...(found && { receipts: found }),
      ...(passkeys && { passkeys }),
      ...(keyId !== undefined && this.#findings.length === 0 && { keyId }),
      lines: this.#lines,
      notChecked: this.#room.notChecked(),
    };
  }

  async #receipts(receipts: readonly Receipt[]) {
    const { verify } = this.#deps;
    const keys = this.#head?.keys ?? [];
    const last = this.#streams.map(({ stream, lastAtMs = 0 }) => [stream, lastAtMs] as const);
    const context = { keys, verify, room: this.#room, lastAtMs: new Map<string, number>(last) };
    return checkReceipts(receipts, context, (finding) => this.#note(finding));
  }

  #note(finding: Finding): void {
    if (this.#findings.length >= MAX_FINDINGS) this.#hasMore = true;
    else this.#findings.push(finding);
  }

  #find(finding: Finding): void {
    const open = this.#open;
    this.#note({
      line: this.#lines,
      ...(open && { stream: open.name, segment: open.seals + 1 }),
      ...finding,
    });
  }

  #begin(head: BundleHead, text: string): void {
    if (this.#lines !== 1) throw new NoBundleLine('is a head, which only the first line is');
    if (head.form !== BUNDLE_FORM) {
      throw new NoBundleLine(`is of form ${String(head.form)}, which is not known here`);
    }
    this.#head = head;
    this.#headHash = this.#deps.sha256(text);
    for (const { keyId, publicKey } of head.keys) {
      if (keyIdOf(publicKey) !== keyId) {
        this.#find({ what: `names a key ${keyId} that is not the hash of its public half` });
      }
    }
  }

  #openStream(name: string, first: string): void {
    if (!this.#head) throw new NoBundleLine('comes without the head of a bundle before it');
    if (this.#open) throw new NoBundleLine(`begins a stream while ${this.#open.name} is open`);
    this.#open = {
      ...{ name, head: first, seals: 0, shown: 0, hidden: 0, hiddenBefore: 0, lastAtMs: undefined },
      fold: new TreeFold(this.#deps.sha256),
      fromLine: this.#lines + 1,
      instants: new Set(),
      entries: new Set(),
    };
    if (this.#streams.length === 0 && name !== `room:${this.#head.roomId}`) {
      this.#find({ what: `begins ${name}, but the bundle is of room:${this.#head.roomId}` });
    }
    if (first !== firstSeal(name, this.#deps.sha256)) {
      this.#find({ what: 'does not begin the chain as a stream of this name must' });
    }
  }

  #inStream(): OpenStream {
    if (!this.#open) throw new NoBundleLine('belongs to no stream');
    return this.#open;
  }

  #leaf([level, hash, salt, [atMs, entry, event, name, value]]: LeafLine): void {
    const open = this.#inStream();
    const leaf = { atMs, entry, event, name, value };
    open.fold.add(level, hash);
    open.shown += 1;
    open.hiddenBefore = 0;
    open.instants.add(atMs);
    if (entry !== '') open.entries.add(entry);
    if (leafHash({ ...leaf, salt }, this.#deps.sha256) === hash) {
      this.#room.take(open.name, open.seals, leaf);
      this.#passkeys.take(open.name, leaf);
      return;
    }
    this.#find({ atMs, about: aboutLeaf(leaf), what: 'is not what its hash stands for' });
  }

  #hidden(line: HiddenLine): void {
    const open = this.#inStream();
    const count = line.length / 2;
    // There is one way only to write what is hidden.
    if (count > HIDDEN_A_LINE || open.hiddenBefore % HIDDEN_A_LINE !== 0) {
      throw new NoBundleLine('is not written as a server writes it');
    }
    open.hiddenBefore = count;
    for (let at = 0; at < line.length; at += 2) {
      open.fold.add(Number(line[at + 1]), String(line[at]));
    }
    open.hidden += count;
  }

  #seal({ seal: { atMs, root, head } }: SealLine): void {
    const open = this.#inStream();
    const computed = open.fold.root();
    const { fromLine } = open;
    if (computed === undefined) {
      this.#find({ atMs, fromLine, what: 'ends a segment that is not whole' });
    } else if (computed !== root) {
      this.#find({ atMs, fromLine, what: 'seals another root than that of what stands before it' });
    }
    if (nextSeal(open.head, root, this.#deps.sha256) !== head) {
      this.#find({ atMs, what: 'does not follow from the seal before it' });
    }
    if (!open.instants.has(atMs) || atMs < (open.lastAtMs ?? 0)) {
      this.#find({ atMs, what: 'names an instant at which nothing in it happened' });
    }
    const fold = new TreeFold(this.#deps.sha256);
    Object.assign(open, { head, fold, lastAtMs: atMs, fromLine: this.#lines + 1 });
    open.seals += 1;
    open.hiddenBefore = 0;
    open.instants.clear();
  }

  #endStream({ end, seals, head }: EndLine): void {
    const open = this.#inStream();
    if (end !== open.name) this.#find({ what: `ends ${end}, but ${open.name} is open` });
    if (seals !== open.seals) this.#find({ what: `counts ${String(seals)} seals` });
    if (head !== open.head) this.#find({ what: 'names another seal than the last one' });
    const { name: stream, lastAtMs, entries, shown, hidden } = open;
    this.#streams.push({
      ...{ stream, seals: open.seals, head: open.head, shown, hidden, entries: entries.size },
      ...(lastAtMs !== undefined && { lastAtMs: lastAtMs as StreamReport['lastAtMs'] & number }),
    });
    this.#open = undefined;
  }

  #sign(line: SignatureLine): void {
    if (this.#open) this.#find({ what: `signs while ${this.#open.name} has no end` });
    this.#signature = line;
    this.#digestAtEnd = this.#digest.hex();
  }

  async #checkSignature(): Promise<string | undefined> {
    const signed = this.#signature;
    if (!signed) {
      this.#note({ what: 'The bundle is not whole: it ends without a signature' });
      return undefined;
    }
    const line = this.#lines;
    if (signed.bundleHead !== this.#headHash) {
      this.#note({ line: 1, what: 'is not the head that was signed' });
    }
    if (signed.digest !== this.#digestAtEnd) {
      this.#note({ line, what: 'signs another text than the one before it' });
    }
    const key = this.#head?.keys.find(({ keyId }) => keyId === signed.keyId);
    if (!key) {
      this.#note({ line, what: `is signed by a key ${signed.keyId} that the head does not name` });
      return undefined;
    }
    const isSigned = await this.#deps.verify(key.publicKey, bundleText(signed), signed.signature);
    if (!isSigned) this.#note({ line, what: 'is not signed by the key that it names' });
    const madeAtMs = this.#head?.madeAtMs ?? 0;
    if (key.retiredAtMs !== undefined && madeAtMs > key.retiredAtMs) {
      this.#note({ line, what: 'is signed by a key that was retired before' });
    }
    return signed.keyId;
  }
}
