// Three nodes behind nginx with real Redis and real PostgreSQL, all of which fail again and again while people bid and
// type. The moments come from a seed, which is printed: `PARLEY_TEST_SEED=<seed>` draws the same ones again.

import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuctionEvent } from '../../shared/auction/types.ts';
import { DEMO_ROOM_ID, DEMO_SEATS } from '../../shared/room/demo.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { roomDecider } from '../../shared/room/room.ts';
import type { RoomState } from '../../shared/room/types.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { beginning, bodyOf, foldEntry } from '../../server/host/fold.ts';
import { Evidence } from '../kill/evidence.ts';
import { expectReceipts, expectSaved } from '../kill/laws.ts';
import { hashesOf, wordsIn } from '../kill/typist.ts';
import { Installation } from '../support/postgres-journals.ts';
import { describeWith } from '../support/programs.ts';
import type { Random } from '../../shared/kernel/random.ts';
import { beginCourse, befall, conclude } from './course.ts';
import type { Course, Fault } from './faults.ts';
import { FAULTS } from './faults.ts';
import { faultsIn, strangersIn } from './history.ts';
import { expectOnceOrAnswered } from './laws.ts';

const IS_LONG = process.env['PARLEY_TEST_LONG'] === '1';
const KILLS = Number(process.env['PARLEY_TEST_KILLS'] ?? (IS_LONG ? 200 : 20));
const ROUNDS = IS_LONG ? 10 : 1;
const FIXED_SEED = 20_260_401;
const fresh = (): number => Math.floor(Math.random() * 2 ** 32);
const SEED = Number(process.env['PARLEY_TEST_SEED'] ?? (IS_LONG ? fresh() : FIXED_SEED));
const LIMIT_MS = (KILLS + 20 * ROUNDS) * 30_000;
const SEATS = DEMO_SEATS.length;
const ROOM_STREAM = roomStream(DEMO_ROOM_ID);

/** Kills, one in five of a node that is starting (two deaths), and every other fault between them. */
const drawFaults = (random: Random): readonly Fault[] => {
  const { killed, killedStarting, ...others } = FAULTS;
  const starting = Math.floor(KILLS / 5);
  const kills = [
    ...Array.from({ length: KILLS - 2 * starting }, () => killed),
    ...Array.from({ length: starting }, () => killedStarting),
  ];
  const more = Array.from({ length: ROUNDS }, () => Object.values(others)).flat();
  return random.shuffled<Fault>([...kills, ...more]);
};

const evidence = new Evidence();
let course: Course;

const readRecord = async (): Promise<void> => {
  const installation = new Installation(course.cluster.postgres, 'parley');
  await evidence.readOn(await installation.open());
  await installation.close();
};

const givenBy = () => course.cast.lines.flatMap((line) => line.given);

/** The room after each of its entries. */
const roomStates = (): readonly RoomState[] => {
  let room = beginning(roomDecider.initial);
  return evidence.entriesOf(ROOM_STREAM).map((entry) => {
    room = foldEntry(roomDecider, room, entry, bodyOf(entry));
    return room.state;
  });
};

describeWith(
  ['redis-server', 'nginx'],
  'three nodes whose parts fail while people bid and type',
  () => {
    beforeAll(async () => {
      console.log(`faults of seed ${String(SEED)}`);
      course = await beginCourse(SEED);
      for (const fault of drawFaults(course.random.fork())) await befall(course, fault);
      await conclude(course);
      await readRecord();
    }, LIMIT_MS);

    afterAll(async () => {
      for (const client of [...course.cast.lines, ...course.cast.typists]) client.close();
      await course.cluster[Symbol.asyncDispose]();
    });

    it('[CLU1] every answered command is in the record once, with the answer that was given', async () => {
      const answered = expectOnceOrAnswered(evidence, course.cast.lines);
      expect(answered).toBeGreaterThan(10 * KILLS);
      expect(await expectReceipts(evidence, course.cast.lines)).toBeGreaterThan(5 * KILLS);
    });

    it('[CLU1] every edit that was called saved is in the text once', () => {
      const words = course.cast.typists.flatMap((typist) => typist.words);
      expect(expectSaved(evidence, course.cast.typists)).toBe(words.length);
      for (const typist of course.cast.typists) {
        const doc = evidence.docOf(typist.sheetId);
        expect(hashesOf(typist.doc)).toBe(hashesOf(doc));
        expect(wordsIn(typist.doc)).toEqual(wordsIn(doc));
      }
    });

    it('[CLU2] the history of each stream is linearizable', () => {
      const acts = givenBy().map(({ id, sentAt, answeredAt, result }) => ({
        ...{ id, sentAt },
        // A command that no node could take was not answered, whatever its giver was told at last.
        answeredAt: result?.ok ? answeredAt : undefined,
        isRecorded: result?.ok === true && result.value.receipt !== undefined,
      }));
      const record = evidence.streams
        .flatMap((stream) => evidence.decisionsOf(stream))
        .filter(
          ({ body, entry }) => body.by.kind === 'seat' && !entry.stream.startsWith('session:'),
        )
        .map(({ entry, body }) => ({ id: body.id, stream: entry.stream, version: entry.version }));
      expect(faultsIn(acts, record)).toEqual([]);
    });

    it('[CLU3] whatever anybody was shown is in the record, in its order, and at the end all of it', () => {
      const states = roomStates().filter(({ seats }) => Object.keys(seats).length === SEATS);
      for (const { seatId, shown } of course.cast.lines) {
        const recorded = states.map((state) => viewRoom(state, viewerOf(state, seatId)));
        expect([seatId, strangersIn({ recorded, shown, isSame: isDeepStrictEqual })]).toEqual([
          seatId,
          [],
        ]);
        expect(shown.at(-1)).toEqual(recorded.at(-1));
      }
    });

    it('[CLU4] the last round closed once, at its time, by clocks two seconds apart', () => {
      const events = evidence
        .decisionsOf(ROOM_STREAM)
        .flatMap(({ entry, body }) =>
          (body.events as unknown as readonly { event?: AuctionEvent }[]).flatMap(({ event }) =>
            event ? [{ event, at: entry.at as number }] : [],
          ),
        );
      const opened = events.findLastIndex(({ event }) => event.type === 'RoundOpened');
      const after = events.slice(opened);
      const closes = after.filter(({ event }) => event.type === 'RoundClosed');
      expect(closes).toHaveLength(1);
      expect((closes[0]?.at ?? 0) - (after[0]?.at ?? 0)).toBeGreaterThanOrEqual(3_000);
      expect(after.filter(({ event }) => event.type === 'BidAccepted')).toHaveLength(3);
    });

    it('[CLU5] a rolling restart cuts nobody without a word, and every node ends with 0', () => {
      expect(course.rollings.map(({ codes }) => codes)).toEqual(
        course.rollings.map(() => [0, 0, 0]),
      );
      for (const { ends } of course.rollings) {
        expect(ends).toContain('io client disconnect');
        // Whoever was slow to go was sent.
        for (const reason of ends) expect(reason).toMatch(/^io (client|server) disconnect$/);
      }
      expect(course.rollings.length).toBe(ROUNDS);
    });

    it('was not empty', () => {
      const counts = {
        answers: givenBy().filter(({ result }) => result?.ok).length,
        entries: evidence.entryCount,
        shown: course.cast.lines.reduce((sum, { shown }) => sum + shown.length, 0),
        ends: course.cast.lines.reduce((sum, { ends }) => sum + ends.length, 0),
      };
      console.log(counts);
      expect(counts.ends).toBeGreaterThan(KILLS);
      expect(new Set(course.cast.lines.flatMap(({ ends }) => ends)).size).toBeGreaterThan(1);
    });
  },
);
