// The agreed terms of an auction in a real browser: named in the setup, changed under a bid, confirmed by the moderator.

import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import {
  agreeCommon,
  commonSheetOf,
  NAMED,
  namedDraft,
  reopenCommon,
} from '../support/agreed-terms.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { stageForFile } from '../support/stage.ts';
import { seat } from '../support/stream.ts';

const stage = stageForFile();
const { enter } = stage;

const stateOf = async () =>
  (await stage.live.server.context.hosts.room(DEMO_ROOM_ID).confirmed()).state;

const must = async (command: RoomCommand, by = 'moderator'): Promise<void> => {
  const { hosts, chance } = stage.live.server.context;
  const answer = await hosts.room(DEMO_ROOM_ID).submit(chance.id(), seat(by), command);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

const run = (command: AuctionCommand, by?: string): Promise<void> =>
  must({ type: 'Auction', auctionId: NAMED, command }, by);

const terms = (page: Page) => page.getByRole('region', { name: 'Agreed terms', exact: true });

it(
  '[TRM2] [TRM5] [TRM6] the moderator names the terms and confirms a change, the bidder sees the mark',
  { timeout: 300_000 },
  async () => {
    const { hosts, chance } = stage.live.server.context;
    const site = { hosts, id: () => chance.id() };
    const sheetId = commonSheetOf(await stateOf());
    const cancel = { type: 'CancelAuction', reason: 'another one instead' } as const;
    await must({ type: 'Auction', auctionId: DEMO_AUCTION_ID, command: cancel });
    for (const command of namedDraft(await stateOf(), undefined)) await must(command);
    await agreeCommon(site, sheetId);
    const [moderator, harbor] = [await enter('moderator'), await enter('harbor-lead')];

    await moderator.getByRole('button', { name: 'Auction setup' }).click();
    const setup = moderator.getByRole('main', { name: 'Auction setup' });
    await setup.getByLabel('Agreed terms that bids are made for').selectOption({ index: 1 });
    await setup.getByText('Every bid is made for the agreed terms').waitFor();
    await setup.getByRole('button', { name: 'Save the draft' }).click();
    await setup.getByText('Saved as a draft.').waitFor();
    await run({ type: 'ScheduleAuction' });
    await harbor.getByRole('button', { name: 'Accept these rules' }).click();
    await terms(harbor).getByText('Bids are made for').waitFor();
    await run({ type: 'StartAuction' });
    const bid = { lotId: 'n1', quantityBlocks: 2, priceMills: mills(2_200) };
    await run({ type: 'PlaceBid', teamId: 'harbor', round: 1, bid }, 'harbor-lead');

    await reopenCommon(site, sheetId);
    await terms(moderator).getByText('The terms were opened again.').waitFor();
    await terms(harbor).getByText('Your bid on Newark').waitFor();
    await agreeCommon(site, sheetId, 301);
    await terms(moderator).getByText('The agreed text is now').waitFor();
    await moderator.getByText('The agreed terms changed: confirm under').waitFor();
    expect(await moderator.getByRole('button', { name: 'Resume' }).count()).toBe(0);
    expect(await terms(harbor).getByRole('button').count()).toBe(0);

    await terms(moderator).getByRole('button', { name: 'Confirm the older text…' }).click();
    await terms(moderator).getByLabel('Reason, for the record').fill('one day fewer');
    expect(await accessibilityProblems(moderator, 'all', '.panel')).toEqual([]);
    await terms(moderator)
      .getByRole('button', { name: 'Bids count; go on under the new text' })
      .click();
    await moderator.getByRole('button', { name: 'Resume' }).waitFor();
    await harbor.getByRole('button', { name: 'Accept these rules' }).click();
    await terms(harbor).getByText('made for an older text').waitFor();
    expect((await stateOf()).auctions[NAMED]?.terms?.texts).toHaveLength(2);
  },
);
