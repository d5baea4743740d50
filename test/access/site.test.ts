// The stream of the installation, purely: the administrator's secret, the list of rooms, outages.

import { describe, expect, it } from 'vitest';
import { siteDecider } from '../../shared/access/site.ts';
import type { SiteCommand } from '../../shared/access/types.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { ADMIN, Stream, seat } from '../support/stream.ts';

const secret = (secretHash: string): SiteCommand => ({ type: 'SetAdminSecret', secretHash });
const room = (roomId: string): SiteCommand => ({
  type: 'ListRoom',
  roomId,
  title: `Sale ${roomId}`,
  isDemo: false,
});
const outage = (fromMs: number): SiteCommand => ({
  type: 'RecordOutage',
  fromMs: epochMs(fromMs),
  toMs: epochMs(fromMs + 10),
});

describe('[ACC1] the installation', () => {
  it.each([
    secret('x'),
    { type: 'ReplaceAdminSecret', secretHash: 'x' } as const,
    room('r1'),
    outage(1),
    { type: 'TickSite' } as const,
  ])('$type from a seat or the administrator is refused and leaves no trace', (command) => {
    const site = new Stream(siteDecider);
    for (const by of [seat('moderator'), ADMIN]) {
      const decision = site.give(command, by);
      expect(decision).toEqual({
        ok: false,
        rejection: { code: 'site/not-allowed' },
        events: [],
      });
    }
    expect(site.state).toEqual(siteDecider.initial);
  });

  it('the administrator’s secret is set once', () => {
    const site = new Stream(siteDecider);
    site.must(secret('first'));
    expect(site.refusalOf(secret('second'))).toBe('site/secret-set');
    expect(site.state.adminSecretHash).toBe('first');
  });

  it('[ACC7] the administrator’s secret is replaced, once there is one', () => {
    const site = new Stream(siteDecider);
    const replace = { type: 'ReplaceAdminSecret', secretHash: 'second' } as const;
    expect(site.refusalOf(replace)).toBe('site/no-secret');
    site.must(secret('first'));
    site.must(replace);
    expect(site.state.adminSecretHash).toBe('second');
  });

  it('a room is listed once, with the time of its listing', () => {
    const site = new Stream(siteDecider);
    site.must(room('r1'));
    const listed = site.state;
    expect(listed.rooms).toEqual({ r1: { title: 'Sale r1', isDemo: false, atMs: site.at } });
    expect(site.give(room('r1'))).toMatchObject({
      rejection: { code: 'site/room-listed', roomId: 'r1' },
    });
    expect(site.state).toEqual(listed);
  });

  it('keeps the last hundred outages', () => {
    const site = new Stream(siteDecider);
    for (let count = 1; count <= 130; count += 1) site.must(outage(count * 100));
    expect(site.state.outages).toHaveLength(100);
    expect([site.state.outages[0]?.fromMs, site.state.outages.at(-1)?.fromMs]).toEqual([
      3_100, 13_000,
    ]);
  });
});
