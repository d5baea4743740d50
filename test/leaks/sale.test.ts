// The leak test: a whole sale on a real server, every byte that reaches anybody on record, and each record searched for
// every canary that its reader must not see. What must be seen has to be found, or the search would prove nothing.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_SEATS } from '../../shared/room/demo.ts';
import { sightFor } from './canaries.ts';
import { FOUND_IN_FILES, sightInFile } from './file-script.ts';
import type { Play } from './play.ts';
import { canarySeed, playSale } from './play.ts';
import { readerOf } from './sale-room.ts';
import type { Kind, Setting } from './who-sees-what.ts';
import { administratorSight, SETTINGS } from './who-sees-what.ts';

const SEATS = [...DEMO_SEATS.map(({ seatId }) => seatId), 'extra-lead'];

/** What each seat must find in its files. */
const READS_AS: Readonly<Record<string, readonly (keyof typeof FOUND_IN_FILES)[]>> = {
  ...{ 'northwind-lead': ['party'], 'harbor-lead': ['party'], 'harbor-member': ['party'] },
  ...{ 'usps-lead': ['party', 'carrier'], 'usps-member': ['party', 'carrier'] },
  public: ['public'],
};

/** What the record holds of an entry besides what was said in it. */
const RECORDED_APART: readonly Kind[] = ['inner', 'own secret', 'seed'];

describe.each(Object.keys(SETTINGS) as Setting[])('[WALL1] what reaches whom, %s', (setting) => {
  const seed = canarySeed();
  let play: Play;
  let isPlayed = false;

  beforeAll(async () => {
    play = await playSale(seed, SETTINGS[setting].information);
    isPlayed = true;
  }, 600_000);

  afterAll(async () => {
    if (isPlayed) await play.close();
  });

  // Files of a sheet do not depend on what an auction shows.
  it.each(setting === 'as a rule' ? SEATS.filter((key) => key !== 'cascade-member') : [])(
    `[COM11] [TGT2] [CAU1] [SHT14] no file that %s takes out holds what is not for it (seed ${seed})`,
    async (key) => {
      const reader = readerOf(play.sale.at(key).member);
      const found = new Map<string, ReadonlySet<Kind>>();
      for (const file of await play.files(key)) {
        const { problems, kinds } = play.judge([file.line], (canary) =>
          sightInFile(canary.kind, sightFor(canary, reader, setting), file),
        );
        expect([file.name, problems]).toEqual([file.name, []]);
        found.set(file.name, new Set([...kinds, ...(found.get(file.name) ?? [])]));
      }
      for (const role of READS_AS[key] ?? []) {
        for (const [name, kinds] of Object.entries(FOUND_IN_FILES[role])) {
          const missing = kinds.filter((kind) => !found.get(name)?.has(kind));
          expect([name, missing]).toEqual([name, []]);
        }
      }
    },
    120_000,
  );

  it.each(SEATS)(`%s hears all that is for that seat and nothing else (seed ${seed})`, (key) => {
    const reader = readerOf(play.sale.at(key).member);
    const verdict = play.judge(play.linesOf(key), (canary) => sightFor(canary, reader, setting));
    expect(verdict.problems).toEqual([]);
    expect(verdict.hidden).toBeGreaterThan(200);
    expect(verdict.found).toBeGreaterThan(15);
  });

  it.each(SEATS.filter((key) => key !== 'extra-lead' && key !== 'cascade-member'))(
    '[WALL1] the record that %s downloads holds nothing that is hidden from that seat',
    (key) => {
      const record = play.records.get(key);
      if (!record) throw new Error(`${key} has no record`);
      expect(Buffer.concat(record.pieces).length).toBeGreaterThan(10_000);
      const reader = readerOf(play.sale.at(key).member);
      const { problems } = play.judge([record], (canary) => {
        // What is shown comes with its salt, and with receipts of whoever did it.
        if (RECORDED_APART.includes(canary.kind)) return 'may';
        return sightFor(canary, reader, setting) === 'never' ? 'never' : 'may';
      });
      expect(problems).toEqual([]);
    },
  );

  it('[INF4] an administrator sees no more than a moderator, and no earlier', () => {
    const lines = play.others.get('administrator')?.lines ?? [];
    const { problems, hidden } = play.judge(lines, ({ kind, owner }) =>
      owner === 'administrator' ? 'must' : administratorSight(kind, setting),
    );
    expect(problems).toEqual([]);
    expect(hidden).toBeGreaterThan(200);
  });

  it.each(['stranger', 'outsider', 'figures'])('%s: nothing of the sale at all', (name) => {
    const { lines = [] } = play.others.get(name) ?? {};
    expect(lines.flatMap(({ pieces }) => pieces).length).toBeGreaterThan(0);
    expect(play.judge(lines, () => 'never').problems).toEqual([]);
  });

  it('[OPS4] the log holds ids at most', () => {
    expect(Buffer.concat(play.log.pieces).toString()).toContain('the disk is away');
    const { problems } = play.judge([play.log], ({ isId }) => (isId ? 'may' : 'never'));
    expect(problems).toEqual([]);
  });
});
