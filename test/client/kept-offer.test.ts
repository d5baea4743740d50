// The offer in the making: what of it outlives a reload, another sheet and a panel that closes, and what ends it.

import { describe, expect, it, vi } from 'vitest';
import type { OfferDraft } from '../../client/state/kept-offer.ts';
import { KeptOffer, OFFER_PREFIX } from '../../client/state/kept-offer.ts';
import { SheetDesk } from '../../client/state/sheet-desk.svelte.ts';

const PLACE = 'room:seat:sheet';

const storage = (full = false) => {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new Error('full');
      kept.set(key, value);
    },
    removeItem: (key: string) => {
      kept.delete(key);
    },
  };
};

const deskOn = (browser: ReturnType<typeof storage>, place = PLACE): SheetDesk => {
  const desk = new SheetDesk();
  desk.open(new KeptOffer(place, browser));
  return desk;
};

const WORDING = [
  { type: 'paragraph', content: [{ type: 'text', text: 'As typed.', marks: ['em'] }] },
];
const DRAFT: OfferDraft = {
  items: [
    {
      termId: 'minimum-charge',
      typed: { typed: 'two dollars', ticked: [], cells: [['a', 'b']], mode: 'incremental' },
    },
    { termId: 'liability', blocks: WORDING },
  ],
  reason: 'if the term is 36 months',
  lastsMs: 3_600_000,
};

describe('[UI37] an offer in the making', () => {
  it('is there after a reload as it was typed, and says so; a fresh sheet has none', () => {
    const browser = storage();
    const desk = deskOn(browser);
    expect([desk.isComposing, desk.isRestored, desk.panel]).toEqual([false, false, undefined]);
    desk.counter('o3', [{ termId: 'minimum-charge', value: 2_150 }]);
    desk.typed(DRAFT);
    const again = deskOn(browser);
    expect(again.items).toEqual(DRAFT.items);
    expect([again.answers, again.reason, again.lastsMs]).toEqual(['o3', DRAFT.reason, 3_600_000]);
    expect([again.isComposing, again.isRestored, again.panel]).toEqual([true, true, 'offers']);
    expect(deskOn(browser, 'room:seat:other').isComposing).toBe(false);
  });

  it('another sheet shows nothing of it and does not end it', () => {
    const browser = storage();
    const desk = deskOn(browser);
    desk.typed(DRAFT);
    desk.leave();
    expect([desk.items, desk.reason, desk.isComposing]).toEqual([[], '', false]);
    // Nothing that comes late goes into the other sheet.
    desk.open(new KeptOffer('room:seat:other', browser));
    desk.add({ termId: 'other' });
    expect(deskOn(browser).items).toEqual(DRAFT.items);
  });

  it('ends when it is sent or given up, and terms taken out stay out', () => {
    const browser = storage();
    const desk = deskOn(browser);
    desk.typed(DRAFT);
    desk.remove('liability');
    expect(deskOn(browser).items.map(({ termId }) => termId)).toEqual(['minimum-charge']);
    desk.discard();
    expect(browser.kept.size).toBe(0);
    expect(deskOn(browser).isComposing).toBe(false);
  });

  it('what is no offer is left out, and a browser without room keeps the page going', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const wrong = [
      '{',
      'null',
      '[]',
      '{"items":[],"reason":1,"lastsMs":0}',
      '{"items":[{"termId":1}],"reason":"","lastsMs":0}',
      '{"items":[{"termId":"a","blocks":[{"type":"text"}]}],"reason":"","lastsMs":0}',
      '{"items":[{"termId":"a","blocks":[{"type":"paragraph","content":"x"}]}],"reason":"","lastsMs":0}',
      '{"items":[{"termId":"a","typed":{"typed":"1"}}],"reason":"","lastsMs":0}',
      '{"items":[],"reason":"","lastsMs":0.5}',
    ];
    for (const text of wrong) {
      const browser = storage();
      browser.kept.set(`${OFFER_PREFIX}${PLACE}`, text);
      expect([text, deskOn(browser).isComposing]).toEqual([text, false]);
    }
    const desk = deskOn(storage(true));
    desk.typed(DRAFT);
    expect(desk.items).toEqual(DRAFT.items);
    expect(warn).toHaveBeenCalledTimes(wrong.length + 1);
    warn.mockRestore();
  });
});
