// Text on two nodes over one journal, which hear of each other only through it.

import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import type { Journal } from '../../server/ports.ts';
import type { SheetCommand, SheetEvent, SheetState } from '../../shared/sheet/types.ts';
import { commandIdFor } from '../../server/host/deliveries.ts';
import { HostedStream } from '../../server/host/stream-host.ts';
import { createTextPart } from '../../server/host/text.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { clauseHash } from '../../shared/sheet/clause-hash.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { clausesOf, templateById, templateIds } from '../../shared/sheet/template.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { clauseOf, editOf } from './sheet-fixture.ts';

const TEMPLATE = templateIds().find((id) => {
  const template = templateById(id);
  return template && clausesOf(template).length > 0;
});
const CLAUSE =
  clausesOf(templateById(TEMPLATE ?? '') ?? { id: '', title: '', sections: [] })[0]?.id ?? '';

const nodeOn = (journal: Journal, name: string, published: number[]) =>
  new HostedStream<SheetState, SheetCommand, SheetEvent>({
    stream: 'sheet:one',
    decider: sheetDecider,
    journal,
    chance: seededChance(name),
    log: memoryLog(),
    snapshotEvery: 1_000,
    text: createTextPart(),
    firstCommands: () => Promise.resolve([]),
    published: (entries) => published.push(...entries.map(({ version }) => version)),
    changed: () => undefined,
  });

const twoNodes = async () => {
  const journal = createMemoryJournal({ clock: new VirtualTime() });
  const published = { here: [] as number[], there: [] as number[] };
  const here = nodeOn(journal, 'here', published.here);
  const there = nodeOn(journal, 'there', published.there);
  const created = await here.submit(commandIdFor('create'), SYSTEM, {
    type: 'CreateSheet',
    sheetId: 'one',
    roomId: 'room',
    kind: 'bilateral',
    parties: { carrierTeamId: 'usps', shipperTeamId: 'harbor' },
    title: 'Terms',
    template: TEMPLATE ?? '',
    lots: [],
  });
  expect(created.ok).toBe(true);
  await there.confirmed();
  const reader = async (clientId: number): Promise<Y.Doc> => {
    const doc = new Y.Doc();
    doc.clientID = clientId;
    doc.getMap('clauses');
    Y.applyUpdate(doc, (await here.reading()).missing(new Uint8Array([0])).state);
    return doc;
  };
  return { here, there, reader, published };
};

const typing = (doc: Y.Doc, text: string): Uint8Array =>
  editOf(doc, () => {
    const paragraph = new Y.XmlElement('paragraph');
    clauseOf(doc, CLAUSE).insert(0, [paragraph]);
    paragraph.insert(0, [new Y.XmlText(text)]);
  });

const textAt = async (node: Awaited<ReturnType<typeof twoNodes>>['here']): Promise<string> => {
  await node.confirmed();
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await node.reading()).missing(new Uint8Array([0])).state);
  return clauseOf(doc, CLAUSE).toString();
};

describe('two nodes', () => {
  it('[TXT22] an edit that builds on text another node has taken is not refused for want of it', async () => {
    const { here, there, reader } = await twoNodes();
    const carrier = await reader(70);
    expect(await here.submitText('usps-lead', typing(carrier, 'first'))).toEqual({ ok: true });
    // Reads here, writes there.
    const shipper = await reader(71);
    const reply = editOf(shipper, () => {
      const text = (clauseOf(shipper, CLAUSE).get(0) as Y.XmlElement).get(0) as Y.XmlText;
      text.insert(5, ' and second');
    });
    expect(await there.submitText('harbor-lead', reply)).toEqual({ ok: true });
    expect(await textAt(there)).toContain('first and second');
    // Somebody moves over and sends all he has, also what others wrote.
    const mover = await reader(72);
    expect(await here.submitText('harbor-lead', typing(mover, 'third'))).toEqual({ ok: true });
    const all = Y.encodeStateAsUpdate(mover);
    expect(await there.submitText('harbor-lead', all)).toEqual({ ok: true });
    expect(await textAt(there)).toContain('third');
  });

  it('[TXT5] of two seats that use one client id at once, the journal says whose it is', async () => {
    const { here, there, reader } = await twoNodes();
    const [first, second] = [await reader(70), await reader(70)];
    expect(await here.submitText('usps-lead', typing(first, 'mine'))).toEqual({ ok: true });
    expect(await there.submitText('harbor-lead', typing(second, 'also mine'))).toMatchObject({
      ok: false,
      rejection: { code: 'text/client-id', clientId: 70 },
    });
    expect(await textAt(there)).toContain('mine');
    expect(await textAt(there)).not.toContain('also');
    for (const node of [here, there]) {
      expect((await node.confirmed()).state.clients['70']).toBe('usps-lead');
    }
    expect(await there.submitText('harbor-lead', typing(first, 'again'))).toMatchObject({
      ok: false,
      rejection: { code: 'text/client-id', clientId: 70 },
    });
  });

  it('[BUS3] each node tells of the text it stored, also where text of the other came before', async () => {
    const { here, there, reader, published } = await twoNodes();
    const [one, two] = [await reader(70), await reader(71)];
    expect(await here.submitText('usps-lead', typing(one, 'first'))).toEqual({ ok: true });
    expect(await there.submitText('harbor-lead', typing(two, 'second'))).toEqual({ ok: true });
    expect(await here.submitText('usps-lead', typing(one, 'third'))).toEqual({ ok: true });
    expect(published).toEqual({ here: [1, 2, 4], there: [3] });
    there.fallBehind();
    expect(await textAt(there)).toBe(await textAt(here));
  });

  it('[BUS4] text is not refused for a lock that another node has taken away since', async () => {
    const { here, there, reader } = await twoNodes();
    const writer = await reader(70);
    const hash = clauseHash(clauseOf(writer, CLAUSE));
    const submit = async (by: string, command: SheetCommand) => {
      const id = commandIdFor(`${by} ${command.type}`);
      expect((await here.submit(id, { kind: 'seat', seatId: by }, command)).ok).toBe(true);
    };
    const value = { kind: 'clause', hash } as const;
    const position = { type: 'TakePosition', termId: CLAUSE, value } as const;
    await submit('usps-lead', { ...position, side: 'carrier' });
    await submit('harbor-lead', { ...position, side: 'shipper' });
    const edit = typing(writer, 'late');
    expect(await there.submitText('usps-lead', edit)).toMatchObject({
      ok: false,
      rejection: { code: 'text/locked' },
    });
    await submit('usps-lead', { type: 'ReopenTerm', termId: CLAUSE, reason: 'a number' });
    expect(await there.submitText('usps-lead', edit)).toEqual({ ok: true });
  });

  describe('[OFR6] [OFR9] an acceptance that writes wording here, and typing in that clause there', () => {
    const WORDING = [
      { type: 'paragraph', content: [{ type: 'text', text: 'As offered.' }] },
    ] as const;
    const SHIPPER = { kind: 'seat', seatId: 'harbor-lead' } as const;

    /** The carrier's offer stands, and the shipper has read it on one node and types on the other. */
    const table = async () => {
      const nodes = await twoNodes();
      const { here, there, reader } = nodes;
      const writer = await reader(71);
      const items = [{ termId: CLAUSE, value: { kind: 'wording', blocks: WORDING } }] as const;
      const made = await here.submit(
        commandIdFor('offer'),
        { kind: 'seat', seatId: 'usps-lead' },
        { type: 'MakeOffer', side: 'carrier', items },
      );
      expect(made.ok).toBe(true);
      await there.confirmed();
      const hashNow = async (): Promise<string> =>
        viewSheet((await here.confirmed()).state, { side: 'shipper', nameOf: (id) => id }).offers?.[
          'o1'
        ]?.hash ?? '';
      const accept = (hash: string, id: string) =>
        here.submit(commandIdFor(id), SHIPPER, {
          ...{ type: 'AcceptOffer', side: 'shipper', offerId: 'o1', hash },
        });
      const type = (text: string) => there.submitText('harbor-lead', typing(writer, text));
      /** Both nodes have one text, and what is agreed is what stands. */
      const settled = async () => {
        for (const node of [here, there]) node.fallBehind();
        const [one, two] = [(await here.confirmed()).state, (await there.confirmed()).state];
        expect(two).toEqual(one);
        const text = await textAt(here);
        expect(await textAt(there)).toBe(text);
        const agreed = one.terms[CLAUSE]?.agreed?.value;
        if (agreed) {
          expect(agreed).toEqual({
            kind: 'clause',
            hash: clauseHash(clauseOf(await reader(90), CLAUSE)),
          });
        }
        return { text, isAgreed: Boolean(agreed) };
      };
      return { ...nodes, hashNow, accept, type, settled };
    };

    it('what was typed first makes the offer stale: it is asked about, and taken with what is now', async () => {
      const { hashNow, accept, type, settled, there } = await table();
      const read = await hashNow();
      expect(await type('typed before ')).toEqual({ ok: true });
      await there.confirmed();
      const refused = await accept(read, 'first');
      expect(refused).toMatchObject({
        ok: false,
        rejection: { code: 'offer/stale', termIds: [CLAUSE] },
      });
      expect(await settled()).toMatchObject({
        isAgreed: false,
        text: expect.stringContaining('typed before') as string,
      });
      const asked = refused.ok ? '' : String(refused.rejection['hash']);
      expect((await accept(asked, 'again')).ok).toBe(true);
      const { text, isAgreed } = await settled();
      expect([isAgreed, text]).toEqual([true, '<paragraph>As offered.</paragraph>']);
    });

    it('what is typed after it is refused as locked, for its author to keep', async () => {
      const { hashNow, accept, type, settled } = await table();
      expect((await accept(await hashNow(), 'first')).ok).toBe(true);
      expect(await type('typed after ')).toMatchObject({
        ok: false,
        rejection: { code: 'text/locked', termId: CLAUSE },
      });
      expect((await settled()).isAgreed).toBe(true);
    });

    it('at once: one comes before the other for both nodes, and either is taken whole or refused whole', async () => {
      const outcomes = new Set<string>();
      for (let lead = -200; lead <= 20; lead += 20) {
        const { hashNow, accept, type, settled } = await table();
        const read = await hashNow();
        const after = async <T>(turns: number, act: () => Promise<T>): Promise<T> => {
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          return act();
        };
        const [accepted, typed] = await Promise.all([
          after(-lead, () => accept(read, 'at once')),
          after(lead, () => type('typed at once ')),
        ]);
        const { text, isAgreed } = await settled();
        expect(isAgreed).toBe(accepted.ok);
        // Nothing is lost: what was typed is in the text, or was given back to its author.
        if (typed.ok) {
          expect(accepted).toMatchObject({ ok: false, rejection: { code: 'offer/stale' } });
          expect(text).toContain('typed at once');
        } else {
          expect(typed.rejection).toMatchObject({ code: 'text/locked', termId: CLAUSE });
          expect(accepted.ok).toBe(true);
          expect(text).toBe('<paragraph>As offered.</paragraph>');
        }
        outcomes.add(`${String(accepted.ok)} ${String(typed.ok)}`);
      }
      expect([...outcomes].sort()).toEqual(['false true', 'true false']);
    });
  });
});
