// A caucus over two nodes: team mates on different nodes write one draft and see each other; the other side, on either
// node, hears nothing; what one node made durable is there on the other without it.

import * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeatCaucusCommand } from '../../shared/protocol/caucus-schemas.ts';
import type { Topic } from '../../shared/protocol/messages.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import type { CaucusView } from '../../shared/sheet/caucus/types.ts';
import { clauseText, CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import type { LiveServer } from '../support/live-server.ts';
import { paragraphs } from '../support/offers.ts';
import { describeWithRedis } from '../support/redis.ts';
import type { SeatClient, SheetText } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';
import type { TwoNodes } from '../support/two-nodes.ts';
import { startTwoNodes } from '../support/two-nodes.ts';

const TITLE = 'USPS and Harbor Parcel';
const CLAUSE = 'governance-liability';

let nodes: TwoNodes;

beforeEach(async () => {
  nodes = await startTwoNodes();
});

afterEach(async () => {
  await nodes.dispose();
});

const at = async (node: LiveServer, seatId: string): Promise<SeatClient> =>
  nodes.sit(node, await nodes.join(node, seatId));

const caucusOn = (client: SeatClient): Topic => ({ kind: 'caucus', id: client.sheet(TITLE).id });
const draftsOf = (client: SeatClient) => (client.viewOf(caucusOn(client)) as CaucusView).drafts;

const says = ({ provider }: SheetText): string => {
  const fragment = provider.doc.getMap(CLAUSES_ROOT).get('d1');
  return fragment instanceof Y.XmlFragment ? clauseText(fragment) : '';
};

const type = ({ provider }: SheetText, words: string): void => {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  provider.doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get('d1')?.push([paragraph]);
};

const BEGIN: SeatCaucusCommand = {
  ...{ type: 'BeginDraft', termId: CLAUSE, from: 'standing', standing: hashOf('as it stood') },
  blocks: [...paragraphs('Limited to the fee.')],
};

describeWithRedis('a caucus on two nodes', () => {
  describe('[CAU4] any node serves it', () => {
    it('mates on different nodes write one draft and see each other; others hear nothing', async () => {
      const [lead, member] = [
        await at(nodes.one, 'harbor-lead'),
        await at(nodes.two, 'harbor-member'),
      ];
      const carrier = await at(nodes.two, 'usps-lead');
      const { id: sheetId } = lead.sheet(TITLE);
      for (const mate of [lead, member]) await mate.watch(caucusOn(mate));
      await carrier.watch(caucusOn(carrier));
      const texts = [await lead.text(sheetId, 'caucus'), await member.text(sheetId, 'caucus')];
      const [one, two] = texts as [SheetText, SheetText];
      const theirs = await carrier.text(sheetId, 'caucus');
      await lead.must(BEGIN, { topic: caucusOn(lead) });
      await until(() => says(two) !== '' && draftsOf(member)['d1'] !== undefined, 'the draft');
      type(one, 'From the first node.');
      type(two, 'From the second.');
      for (const text of texts) {
        await until(() => says(text).includes('first') && says(text).includes('second'), 'both');
      }
      expect(says(one)).toBe(says(two));
      two.provider.awareness.setLocalStateField('cursor', null);
      const seen = one.provider.awareness;
      await until(() => seen.getStates().has(two.provider.doc.clientID), 'the caret');
      await member.must(
        { type: 'AnchorDraft', draftId: 'd1', standing: hashOf('now') },
        { topic: caucusOn(member) },
      );
      await until(() => draftsOf(lead)['d1']?.standing === hashOf('now'), 'the note');
      expect(draftsOf(carrier)).toEqual({});
      expect([...theirs.provider.doc.getMap(CLAUSES_ROOT).keys()]).toEqual([]);
      expect([...theirs.provider.awareness.getStates().keys()]).toEqual([
        theirs.provider.doc.clientID,
      ]);
    });

    it('who comes to another node finds what the first made durable, also without Redis', async () => {
      const lead = await at(nodes.one, 'harbor-lead');
      const { id: sheetId } = lead.sheet(TITLE);
      await lead.must(BEGIN, { topic: caucusOn(lead) });
      const text = await lead.text(sheetId, 'caucus');
      const member = await nodes.join(nodes.two, 'harbor-member');
      await nodes.redis.kill();
      await nodes.hearing(false);
      type(text, 'Kept.');
      await until(() => text.saved > 0, 'saved');
      const mate = await nodes.sit(nodes.two, member);
      await mate.watch(caucusOn(mate));
      expect(Object.keys(draftsOf(mate))).toEqual(['d1']);
      const again = await mate.text(sheetId, 'caucus');
      await until(() => says(again).includes('Kept.'), 'the text');
    });
  });
});
