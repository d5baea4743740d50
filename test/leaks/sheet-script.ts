// The sheets' part of a sale as bots play it: positions with reasons, agreements and reopenings, text in one edit and letter
// by letter, an edit that is refused, cursors.

import * as Y from 'yjs';
import type { Topic } from '../../shared/protocol/messages.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { clauseHash } from '../../shared/sheet/clause-hash.ts';
import { until } from '../support/sync-stage.ts';
import { commentOn } from './comment-script.ts';
import type { Person } from './people.ts';
import { clauseText, typeInto } from './people.ts';
import { EXTRA } from './sale-room.ts';
import type { Sale } from './sale-script.ts';

const sheetsOf = (person: Person, kind: 'bilateral' | 'common'): readonly string[] =>
  Object.values(person.client.view.sheets).flatMap((sheet) =>
    sheet.kind === kind ? sheet.id : [],
  );

const first = <T>(items: readonly T[], what: string): T => {
  const [item] = items;
  if (item === undefined) throw new Error(`no ${what}`);
  return item;
};

const topicOf = (id: string): Topic => ({ kind: 'sheet', id });

/** Everybody who reads a sheet has this in one of its clauses. */
const allRead = async (sale: Sale, sheetId: string, word: string): Promise<void> => {
  for (const [key, { texts }] of sale.people) {
    const doc = texts.get(sheetId)?.provider.doc;
    if (!doc) continue;
    const clauses = [...doc.getMap(CLAUSES_ROOT).keys()];
    await until(
      () => clauses.some((id) => clauseText(doc, id).includes(word)),
      `${key} reads ${word}`,
    );
  }
};

/** Positions of both sides on one field, until they agree, and a reopening. */
const negotiate = async (sale: Sale, team: string, sheetId: string): Promise<void> => {
  const { canaries } = sale.scene;
  const [shipper, carrier] = [sale.at(`${team}-lead`), sale.at('usps-lead')];
  const kind = 'position on a bilateral sheet';
  const own = { owner: team };
  const { id: termId } = first(shipper.fields(sheetId, 'money'), 'field of money');
  const asked = canaries.number(kind, 3_000_000, own);
  const given = canaries.number(kind, 3_000_000, own);
  const take = (person: Person, side: 'carrier' | 'shipper', value: number) =>
    person.must(
      {
        type: 'TakePosition',
        side,
        termId,
        value: { kind: 'field', value },
        reason: canaries.word(kind, own),
      },
      topicOf(sheetId),
    );
  await take(carrier, 'carrier', asked);
  await take(shipper, 'shipper', given);
  await take(carrier, 'carrier', given);
  await shipper.refused(
    'term/agreed',
    { type: 'WithdrawPosition', side: 'shipper', termId },
    topicOf(sheetId),
  );
  await carrier.must(
    { type: 'ReopenTerm', termId, reason: canaries.word(kind, own) },
    topicOf(sheetId),
  );
  const { id } = first(shipper.fields(sheetId, 'text'), 'field of text');
  const value = { kind: 'field', value: canaries.word(kind, own) } as const;
  await shipper.must(
    { type: 'TakePosition', side: 'shipper', termId: id, value },
    topicOf(sheetId),
  );
};

/** The carrier says what its own business is; to all but the regulator there is no such field. */
const keepToItself = async (sale: Sale, sheetId: string): Promise<void> => {
  const carrier = sale.at('usps-lead');
  const { id: termId } = first(
    carrier.fields(sheetId, 'money').filter(({ privateTo }) => privateTo === 'carrier'),
    'private field',
  );
  const kind = 'field of one side';
  const own = { owner: 'usps' };
  const value = { kind: 'field', value: sale.scene.canaries.number(kind, 3_000_000, own) } as const;
  const reason = sale.scene.canaries.word(kind, own);
  const position = { type: 'TakePosition', side: 'carrier', termId, value, reason } as const;
  await carrier.must(position, topicOf(sheetId));
};

/** Both sides agree on a clause as it stands; then somebody types into it all the same, and it is reopened. */
const agreeAndBreak = async (sale: Sale, team: string, sheetId: string, termId: string) => {
  const { canaries } = sale.scene;
  const breaker = sale.at(`${team}-member`);
  const { provider, closes } = breaker.text(sheetId);
  const clause = provider.doc.getMap(CLAUSES_ROOT).get(termId);
  if (!(clause instanceof Y.XmlFragment)) throw new Error(`no clause ${termId}`);
  const value = { kind: 'clause', hash: clauseHash(clause) } as const;
  for (const [key, side] of [
    [`${team}-lead`, 'shipper'],
    ['usps-lead', 'carrier'],
  ] as const) {
    await sale.at(key).must({ type: 'TakePosition', side, termId, value }, topicOf(sheetId));
  }
  typeInto(provider.doc, termId, canaries.word('refused text', { owner: team }));
  await until(() => closes.length > 0, 'refused');
  if (closes[0] !== '4409 text/locked') throw new Error(`closed with ${String(closes[0])}`);
  await breaker.openText(sheetId);
  const reason = canaries.word('position on a bilateral sheet', { owner: team });
  await sale.at('usps-lead').must({ type: 'ReopenTerm', termId, reason }, topicOf(sheetId));
};

/** Compares the wording of an offer with the text, as the page does for whoever looks at it. */
const readOffer = async (person: Person, sheetId: string, termId: string): Promise<void> => {
  const offers = Object.values(person.sheetView(sheetId).offers ?? {});
  const item = offers.flatMap(({ items }) => items).find((one) => one.termId === termId);
  if (!item) throw new Error(`${person.member.key} sees no offer for ${termId}`);
  const text = { kind: 'kept', hash: String(item.value) } as const;
  const result = await person.client.socket.emitWithAck('redline', {
    topic: { kind: 'sheet', id: sheetId },
    clauses: [{ termId, base: { kind: 'standing' }, text }],
  });
  if (!result.ok) throw new Error(`no redline: ${result.error.code}`);
};

/** The carrier offers a package with wording, the shipper answers with another, and each says why not; targets of both. */
const offerAround = async (sale: Sale, team: string, sheetId: string): Promise<void> => {
  const { canaries } = sale.scene;
  const [shipper, carrier] = [sale.at(`${team}-lead`), sale.at('usps-lead')];
  const own = { owner: team };
  const kind = 'offer on a bilateral sheet';
  const field = shipper.fields(sheetId, 'money').find(({ sides }) => sides.length === 2);
  const termId = field?.id ?? '';
  const clause = shipper.clauses(sheetId)[2] ?? '';
  const topic = topicOf(sheetId);
  const package_ = (person: Person, side: 'carrier' | 'shipper', answers?: string) => {
    const text = canaries.word('offered wording', own);
    const value = canaries.number(kind, 3_000_000, own);
    const blocks = [{ type: 'paragraph', content: [{ type: 'text', text }] }] as const;
    return person.must(
      {
        ...{ type: 'MakeOffer', side, reason: canaries.word(kind, own) },
        items: [
          { termId, value: { kind: 'field', value } },
          { termId: clause, value: { kind: 'wording', blocks } },
        ],
        ...(answers !== undefined && { answers }),
      },
      topic,
    );
  };
  const sees = (person: Person, offerId: string): Promise<void> =>
    until(() => offerId in (person.sheetView(sheetId).offers ?? {}), `offer ${offerId}`);
  await package_(carrier, 'carrier');
  await sees(shipper, 'o1');
  await shipper.must({ type: 'SeeOffer', side: 'shipper', offerId: 'o1' }, topic);
  await readOffer(shipper, sheetId, clause);
  await package_(shipper, 'shipper', 'o1');
  await sees(carrier, 'o2');
  await readOffer(carrier, sheetId, clause);
  const reason = canaries.word(kind, own);
  await carrier.must({ type: 'RejectOffer', side: 'carrier', offerId: 'o2', reason }, topic);
  for (const [person, side, whose] of [
    [shipper, 'shipper', 'target of a shipper'],
    [carrier, 'carrier', 'target of the carrier'],
  ] as const) {
    const target = canaries.number(whose, 3_000_000, { owner: side === 'shipper' ? team : 'usps' });
    const walkAway = canaries.number(whose, 3_000_000, {
      owner: side === 'shipper' ? team : 'usps',
    });
    await person.must({ type: 'SetTarget', side, termId, target, walkAway }, topic);
  }
};

/** Two of a team draft a clause for themselves, one with the caret in it; nobody else may meet anything of it. */
const confer = async (sale: Sale, owner: string, sheetId: string, termId: string) => {
  const { canaries } = sale.scene;
  const kind = 'draft of a team';
  const mates = [sale.at(`${owner}-lead`), sale.at(`${owner}-member`)] as const;
  const [mine, theirs] = [await mates[0].openCaucus(sheetId), await mates[1].openCaucus(sheetId)];
  const words = canaries.word(kind, { owner });
  const blocks = [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] as const;
  await mates[0].must(
    {
      ...{ type: 'BeginDraft', termId, from: 'empty', standing: '0'.repeat(64) },
      ...{ blocks: [...blocks], name: canaries.word(kind, { owner }) },
    },
    { kind: 'caucus', id: sheetId },
  );
  const { doc, awareness } = theirs.provider;
  await until(() => doc.getMap(CLAUSES_ROOT).has('d1'), 'the draft');
  const typed = canaries.word(kind, { owner });
  typeInto(doc, 'd1', typed);
  canaries.clientId('cursor in a caucus', doc.clientID, { owner });
  const place = Y.createRelativePositionFromTypeIndex(
    doc.getMap(CLAUSES_ROOT).get('d1') as Y.AbstractType<unknown>,
    0,
  );
  awareness.setLocalStateField('cursor', { anchor: place, head: place });
  await until(() => clauseText(mine.provider.doc, 'd1').includes(typed), 'the mate reads it');
  await until(() => mine.provider.awareness.getStates().has(doc.clientID), 'the mate’s caret');
};

const bilateral = async (sale: Sale, team: string): Promise<void> => {
  const { canaries } = sale.scene;
  const sheetId = first(sheetsOf(sale.at(`${team}-lead`), 'bilateral'), 'sheet');
  await negotiate(sale, team, sheetId);
  await keepToItself(sale, sheetId);
  const [drafted = ''] = sale.at(`${team}-lead`).clauses(sheetId);
  for (const owner of [team, 'usps']) await confer(sale, owner, sheetId, drafted);
  await commentOn(sale, team, sheetId);
  const [one = '', two = ''] = sale.at(`${team}-lead`).clauses(sheetId);
  const kind = 'text of a bilateral sheet';
  for (const [key, clause, byLetter] of [
    [`${team}-lead`, one, false],
    [`${team}-member`, two, true],
    ['usps-member', two, false],
  ] as const) {
    const word = canaries.word(kind, { owner: team });
    typeInto(sale.at(key).text(sheetId).provider.doc, clause, `${word} `, byLetter);
    await allRead(sale, sheetId, word);
  }
  await agreeAndBreak(sale, team, sheetId, one);
  await offerAround(sale, team, sheetId);
};

const common = async (sale: Sale): Promise<void> => {
  const { canaries } = sale.scene;
  const carrier = sale.at('usps-lead');
  const sheetId = first(sheetsOf(carrier, 'common'), 'common sheet');
  const { id: termId } = first(carrier.fields(sheetId, 'money'), 'field of money');
  const value = { kind: 'field', value: canaries.number('common sheet', 3_000_000) } as const;
  await carrier.must({ type: 'TakePosition', side: 'carrier', termId, value }, topicOf(sheetId));
  const clause = first(carrier.clauses(sheetId), 'clause');
  for (const key of ['usps-member', 'moderator']) {
    const word = canaries.word('common sheet');
    typeInto(sale.at(key).text(sheetId).provider.doc, clause, `${word} `);
    await allRead(sale, sheetId, word);
  }
};

/** Notes the client ids of shippers, and moves their cursors until those who know them see them. */
export const moveCursors = async (sale: Sale): Promise<void> => {
  for (const [key, person] of sale.people) {
    const { role, team } = person.member;
    if (team === null || team === 'usps' || (role !== 'lead' && role !== 'member')) continue;
    for (const [sheetId, { provider }] of person.texts) {
      const { doc, awareness } = provider;
      const isKnown = team !== EXTRA;
      const kind = isKnown ? 'cursor of a shipper' : 'cursor without a sheet';
      sale.scene.canaries.clientId(kind, doc.clientID, { owner: team });
      const clauses = doc.getMap(CLAUSES_ROOT);
      const clause = [...clauses.values()][0] as Y.AbstractType<unknown>;
      const place = Y.createRelativePositionFromTypeIndex(clause, 0);
      awareness.setLocalStateField('cursor', { anchor: place, head: place });
      const carrier = isKnown ? ['usps-lead', 'usps-member'] : [];
      for (const reader of ['moderator', 'regulator', ...carrier]) {
        const seen = sale.at(reader).text(sheetId).provider.awareness;
        await until(() => seen.getStates().has(doc.clientID), `${reader} sees ${key}`);
      }
    }
  }
};

/** Notes the ids of sheets, which the server made. */
export const noteSheets = (sale: Sale): void => {
  for (const team of ['northwind', 'harbor', 'cascade']) {
    for (const id of sheetsOf(sale.at(`${team}-lead`), 'bilateral')) {
      sale.scene.canaries.token('bilateral sheet', id, { owner: team, isId: true });
    }
  }
  sale.scene.canaries.token('common sheet', first(sheetsOf(sale.at('public'), 'common'), 'sheet'), {
    isId: true,
  });
};

/** Works on the common sheet and on those of two teams. */
export const workOnSheets = async (sale: Sale): Promise<void> => {
  await common(sale);
  for (const team of ['northwind', 'harbor']) await bilateral(sale, team);
};
