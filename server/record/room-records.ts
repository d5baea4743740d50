// What can be had of a room's record: its seals as they stand, and a bundle for one viewer, made line by line while it
// is sent. Of a room whose auction runs a bundle has what came before it began.

import type { RoomId, SheetId, StreamName } from '../../shared/kernel/ids.ts';
import type { BundleHead, BundleLine } from '../../shared/record/bundle-form.ts';
import type { PublicKey } from '../../shared/record/keys.ts';
import type { ReplayFrame } from '../../shared/record/replay-form.ts';
import type { SealStatement, SealsAnswer, Segment } from '../../shared/record/seal.ts';
import type { RecordSight } from '../../shared/room/record-rights.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { createHash } from 'node:crypto';
import type { Hosts } from '../host/types.ts';
import type { Clock, Journal, Timers } from '../ports.ts';
import type { KeptSeal } from './stream-seals.ts';
import { caucusStream, roomStream, sheetStream } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import {
  BUNDLE_FORM,
  HIDDEN_A_LINE,
  bundleText,
  leafLine,
  lineText,
} from '../../shared/record/bundle-form.ts';
import { sealText } from '../../shared/record/seal.ts';
import { ROOM_FORM } from '../../shared/room/record-cuts.ts';
import type { SealRule } from '../../shared/room/record-seals.ts';
import { RoomSeals, SheetSeals } from '../../shared/room/record-seals.ts';
import { sheetIsFor } from '../../shared/room/view-rights.ts';
import { CAUCUS_FORM } from '../../shared/sheet/caucus/record.ts';
import { SHEET_FORM } from '../../shared/sheet/record-rights.ts';
import { readerOf } from './reader-of.ts';
import { replayRoom, replaySheet } from './replay.ts';
import { inRoom, inSheet, shownLeaves } from './shown-leaves.ts';
import { StreamSeals } from './stream-seals.ts';
import { sha256 } from '../platform/sha256.ts';

/** Rooms whose seals are kept in memory. */
const MAX_ROOMS = 200;
const LINES_A_BREATH = 200;
/** A pause of a tree comes after work of about so many lines. */
const LINES_A_PAUSE = 50;

export interface RecordDeps {
  readonly journal: Pick<Journal, 'read'>;
  readonly hosts: Hosts;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly sign: (text: string) => { readonly keyId: string; readonly signature: string };
  readonly keyId: () => string;
}

type SignedSeals = SealStatement & Pick<SealsAnswer, 'signature'>;

interface RoomSealing {
  readonly seals: StreamSeals;
  rule: RoomSeals;
  /** What was signed last: the same for all who ask before the next seal. */
  signed?: SignedSeals;
}

interface Shown {
  readonly stream: StreamName;
  readonly seals: StreamSeals;
  readonly upTo: readonly KeptSeal[];
  /** Which leaves of a segment are shown, by their places. */
  readonly shows: (segment: Segment) => (leaf: number) => boolean;
}

export class RoomRecords {
  readonly #deps: RecordDeps;
  readonly #rooms = new Map<RoomId, RoomSealing>();

  constructor(deps: RecordDeps) {
    this.#deps = deps;
  }

  /**
   * The seals of a room after the first `after` of them, and a signed statement of how far they go. Of a room known at
   * `version` the journal is read up to there only once.
   */
  async seals(roomId: RoomId, after: number, version?: number): Promise<SealsAnswer> {
    const room = this.#room(roomId);
    const all = await room.seals.seals(version);
    const { first } = room.seals;
    const next = all.slice(after).map(({ atMs, root, head }) => ({ atMs, root, head }));
    return { ...this.#signed(roomId, room, all), first, after, next };
  }

  #signed(roomId: RoomId, room: RoomSealing, all: readonly KeptSeal[]): SignedSeals {
    const { sign, keyId, clock } = this.#deps;
    const { signed } = room;
    if (signed?.seals === all.length && signed.keyId === keyId()) return signed;
    const last = all.at(-1);
    const statement = {
      stream: roomStream(roomId),
      seals: all.length,
      head: last?.head ?? room.seals.first,
      atMs: last?.atMs ?? clock.now(),
      keyId: keyId(),
    };
    return (room.signed = { ...statement, signature: sign(sealText(statement)).signature });
  }

  /** A viewer's bundle as text, many lines at a time. */
  async *bundle(room: RoomState, viewer: Viewer, keys: readonly PublicKey[]) {
    const { clock } = this.#deps;
    const digest = createHash('sha256');
    const line = (value: BundleLine): string => {
      const text = `${lineText(value)}\n`;
      digest.update(text);
      return text;
    };
    const head: BundleHead = {
      ...{ parley: 'bundle', form: BUNDLE_FORM, roomId: room.roomId, title: room.title },
      viewer: { ...viewer },
      madeAtMs: clock.now(),
      keys,
    };
    yield line(head);
    for await (const shown of this.#streams(room, viewer)) {
      for await (const lines of this.#lines(shown)) yield lines.map(line).join('');
    }
    const keyId = this.#deps.keyId();
    const statement = { bundleHead: sha256(lineText(head)), digest: digest.digest('hex'), keyId };
    const { signature } = this.#deps.sign(bundleText(statement));
    yield `${lineText({ ...statement, signature })}\n`;
  }

  /** The history of a room as a viewer was shown it, or of one of its sheets; frame by frame. */
  replay(
    room: RoomState,
    viewer: Viewer,
    sheetId: SheetId | undefined,
  ): AsyncGenerator<ReplayFrame> {
    return sheetId === undefined
      ? replayRoom(this.#deps, { room, viewer })
      : replaySheet(this.#deps, { room, viewer, sheetId });
  }

  async *#streams(room: RoomState, viewer: Viewer): AsyncGenerator<Shown> {
    const { roomId } = room;
    const { seals, rule } = this.#room(roomId);
    const all = await seals.seals();
    const sight = { room, viewer, scheduled: rule.scheduled };
    const quiet = all.findLastIndex(({ isQuiet }) => isQuiet) + 1;
    const upTo = all.slice(0, quiet);
    const shows: Shown['shows'] = (segment) => shownLeaves(segment, sight, inRoom(sight));
    yield { stream: roomStream(roomId), seals, upTo, shows };
    const sheets = Object.values(room.sheets).filter((sheet) => sheetIsFor(viewer, sheet));
    for (const { id } of sheets.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      yield await this.#sheet(sight, id);
      const caucus = await this.#caucus(sight, id);
      if (caucus) yield caucus;
    }
  }

  /** What the viewer's own team drafted on a sheet; undefined where that is nothing, or not the viewer's (CAU8). */
  async #caucus(sight: RecordSight, sheetId: SheetId): Promise<Shown | undefined> {
    const { room, viewer } = sight;
    if (viewer.kind !== 'team' || readerOf(room, viewer, sheetId).side === null) return undefined;
    const stream = caucusStream(sheetId, viewer.teamId);
    const { journal, timers } = this.#deps;
    const rule = (): SealRule => ({ ends: () => true, isQuiet: true });
    const seals = new StreamSeals({ journal, timers, stream, form: CAUCUS_FORM, rule });
    const upTo = await seals.seals();
    if (upTo.length === 0) return undefined;
    return { stream, seals, upTo, shows: (segment) => shownLeaves(segment, sight, () => true) };
  }

  async #sheet(sight: RecordSight, sheetId: SheetId): Promise<Shown> {
    const { journal, timers, hosts } = this.#deps;
    const stream = sheetStream(sheetId);
    const rule = (): SheetSeals => new SheetSeals();
    const seals = new StreamSeals({ journal, timers, stream, form: SHEET_FORM, rule });
    const upTo = await seals.seals();
    const { template } = (await hosts.sheet(sheetId).confirmed()).state;
    if (!template) return { stream, seals, upTo, shows: () => () => false };
    const sees = inSheet(sight, template, readerOf(sight.room, sight.viewer, sheetId));
    return { stream, seals, upTo, shows: (segment) => shownLeaves(segment, sight, sees) };
  }

  /** Lines of a stream, many at a time. */
  async *#lines({ stream, seals, upTo, shows }: Shown): AsyncGenerator<readonly BundleLine[]> {
    yield [{ stream, first: seals.first }];
    for (const kept of upTo) {
      const segment = await seals.segment(kept);
      let lines: BundleLine[] = [];
      let pauses = 0;
      for (const line of segmentLines(segment, shows(segment))) {
        if (line) lines.push(line);
        else pauses += 1;
        if (lines.length + pauses * LINES_A_PAUSE < LINES_A_BREATH) continue;
        yield lines;
        [lines, pauses] = [[], 0];
        await this.#breathe();
      }
      const { atMs, root, head } = kept;
      yield [...lines, { seal: { atMs, root, head } }];
    }
    yield [{ end: stream, seals: upTo.length, head: upTo.at(-1)?.head ?? seals.first }];
  }

  #room(roomId: RoomId): RoomSealing {
    const known = this.#rooms.get(roomId);
    if (known) return known;
    const { journal, timers } = this.#deps;
    const sealing: { rule: RoomSeals } = { rule: new RoomSeals() };
    const seals = new StreamSeals({
      ...{ journal, timers, stream: roomStream(roomId), form: ROOM_FORM },
      rule: () => (sealing.rule = new RoomSeals()),
    });
    const made = Object.assign(sealing, { seals });
    const oldest = this.#rooms.keys().next();
    if (this.#rooms.size >= MAX_ROOMS && !oldest.done) this.#rooms.delete(oldest.value);
    this.#rooms.set(roomId, made);
    return made;
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.timers.after(durationMs(0), resolve);
    });
  }
}

/** The nodes of a segment's tree as lines: hidden ones that follow each other together. Undefined for a pause. */
function* segmentLines(
  { tree, leaves }: Segment,
  isShown: (leaf: number) => boolean,
): Generator<BundleLine | undefined> {
  let hidden: (string | number)[] = [];
  for (const node of tree.nodes(isShown)) {
    if (!node) {
      yield;
      continue;
    }
    const { level, hash, leaf } = node;
    const shown = leaf === undefined ? undefined : leaves[leaf];
    if (!shown) hidden.push(hash, level);
    if (hidden.length > 0 && (shown || hidden.length === 2 * HIDDEN_A_LINE)) {
      yield hidden;
      hidden = [];
    }
    if (shown) yield leafLine(level, shown);
  }
  if (hidden.length > 0) yield hidden;
}
