// The server clock of the page: best of the last probes, honest about its error.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { CERTAIN_ERROR_MS, ServerClock } from '../../client/net/server-clock.ts';

const probe = (
  sentMs: number,
  roundTripMs: number,
  offsetMs: number,
): { sentMs: number; serverMs: number; receivedMs: number } => ({
  sentMs,
  serverMs: sentMs + roundTripMs / 2 + offsetMs,
  receivedMs: sentMs + roundTripMs,
});

describe('[UI1] the clock on the page is the server’s, with its measured error', () => {
  it('says nothing before the first probe', () => {
    const clock = new ServerClock();
    expect(clock.now(5)).toBeUndefined();
    expect(clock.errorMs).toBeUndefined();
    expect(clock.isCertain).toBe(false);
  });

  it('prefers the probe with the smallest round trip, whatever came later', () => {
    const clock = new ServerClock();
    clock.feed(probe(0, 80, 1_000));
    clock.feed(probe(100, 10, 1_020));
    clock.feed(probe(200, 60, 1_010));
    expect(clock.errorMs).toBe(5);
    expect(clock.now(300)).toBe(1_320);
  });

  it('lets go of a good probe after twelve others', () => {
    const clock = new ServerClock();
    clock.feed(probe(0, 2, 1_000));
    for (let i = 1; i <= 12; i += 1) clock.feed(probe(i * 100, 40, 1_000));
    expect(clock.errorMs).toBe(20);
  });

  it('drops older probes that a new one contradicts: the local clock stood still', () => {
    const clock = new ServerClock();
    clock.feed(probe(0, 2, 1_000));
    clock.feed(probe(100, 40, 61_000));
    expect(clock.now(200)).toBe(61_200);
    expect(clock.errorMs).toBe(20);
  });

  it('is uncertain above the bound and after a new connection until it is fed', () => {
    const clock = new ServerClock();
    clock.feed(probe(0, 2 * CERTAIN_ERROR_MS + 2, 0));
    expect(clock.isCertain).toBe(false);
    clock.feed(probe(2_000, 2 * CERTAIN_ERROR_MS, 0));
    expect(clock.isCertain).toBe(true);
    clock.forget();
    expect(clock.isCertain).toBe(false);
    expect(clock.now(3_000)).toBe(3_000);
    clock.feed(probe(4_000, 10, 0));
    expect(clock.isCertain).toBe(true);
  });

  it('drops a probe that came back before it was sent', () => {
    const clock = new ServerClock();
    clock.feed({ sentMs: 10, serverMs: 1_000, receivedMs: 5 });
    expect(clock.now(0)).toBeUndefined();
  });

  it('the true server time is always within the error, however uneven the way there and back', () => {
    const leg = fc.integer({ min: 0, max: 400 });
    const legs = fc.array(fc.tuple(leg, leg), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), legs, (offsetMs, ways) => {
        const clock = new ServerClock();
        let localMs = 0;
        for (const [thereMs, backMs] of ways) {
          const serverMs = localMs + thereMs + offsetMs;
          clock.feed({ sentMs: localMs, serverMs, receivedMs: localMs + thereMs + backMs });
          localMs += 1_000;
          const shown = clock.now(localMs) ?? Number.NaN;
          // Half a millisecond is the rounding to whole ones.
          expect(Math.abs(shown - (localMs + offsetMs))).toBeLessThanOrEqual(
            (clock.errorMs ?? Number.NaN) + 0.5,
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
