// People at the seats of a sale, each behind a tap of their own: they come in by link, watch all they may, open the text
// of every sheet they may read, and note what is theirs alone as canaries.

import * as Y from 'yjs';
import type { Topic } from '../../shared/protocol/messages.ts';
import type { SeatCommand } from '../../shared/protocol/schemas.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { FieldTemplate, SheetView } from '../../shared/sheet/types.ts';
import { issueInvite } from '../../server/gateway/rooms-api.ts';
import { createChance } from '../../server/platform/chance.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import type { Answered, Asking, BotSession } from '../support/http-client.ts';
import { ask, tokenIn } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import type { SheetText } from '../support/seat-client.ts';
import { SeatClient } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';
import type { Canaries } from './canaries.ts';
import type { Member } from './sale-room.ts';
import { SALE_ROOM_ID } from './sale-room.ts';
import type { Order } from './tap.ts';
import { Tap } from './tap.ts';

export type Transports = ('polling' | 'websocket')[];

export interface Scene {
  readonly live: LiveServer;
  readonly order: Order;
  readonly canaries: Canaries;
  /** The id in the room of a team or seat of the demo. */
  readonly id: (key: string) => string;
}

const chance = createChance();

/** What a sheet's clause says, as plain text. */
export const clauseText = (doc: Y.Doc, clauseId: string): string => {
  const clause = doc.getMap(CLAUSES_ROOT).get(clauseId);
  return clause instanceof Y.XmlFragment ? clause.toString() : '';
};

/** Puts text at the start of a clause's first paragraph, in one edit or letter by letter. */
export const typeInto = (doc: Y.Doc, clauseId: string, text: string, byLetter = false): void => {
  const clause = doc.getMap(CLAUSES_ROOT).get(clauseId);
  const paragraph = clause instanceof Y.XmlFragment ? clause.get(0) : undefined;
  const run = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined;
  if (!(run instanceof Y.XmlText)) throw new Error(`${clauseId} begins with no text`);
  const parts = byLetter ? [...text] : [text];
  parts.reduce((at, part) => {
    run.insert(at, part);
    return at + part.length;
  }, 0);
};

export class Person {
  readonly member: Member;
  readonly tap: Tap;
  readonly session: BotSession;
  readonly client: SeatClient;
  /** Open texts by sheet id. */
  readonly texts = new Map<string, SheetText>();
  /** Open texts of caucuses by sheet id. */
  readonly caucuses = new Map<string, SheetText>();
  readonly #scene: Scene;

  private constructor(
    scene: Scene,
    member: Member,
    line: { tap: Tap; session: BotSession },
    transports: Transports,
  ) {
    this.#scene = scene;
    this.member = member;
    this.tap = line.tap;
    this.session = line.session;
    this.client = new SeatClient(this.tap.origin, this.session, { transports });
  }

  /** Comes in by a fresh link and sits down. */
  static async arrive(scene: Scene, member: Member, transports: Transports): Promise<Person> {
    const { live, order, canaries, id } = scene;
    const tap = await Tap.open(order, live.server.port);
    const invite = { roomId: SALE_ROOM_ID, seatId: id(member.key), uses: 3 };
    const { link } = await issueInvite(live.server.context, SYSTEM, invite);
    canaries.token('inner', tokenIn(link).split('.').at(-1) ?? '');
    const body = { token: tokenIn(link), form: 'token' };
    const joined = await ask(tap, '/api/join', { origin: live.origin, body });
    const session = joined.body as unknown as BotSession;
    canaries.token('own secret', session.token, { owner: member.key });
    const person = new Person(scene, member, { tap, session }, transports);
    await person.client.connected();
    await person.#settleIn();
    return person;
  }

  get owner(): { readonly owner: string } {
    return { owner: this.member.key };
  }

  /** Asks over HTTP as this seat. */
  ask(path: string, asking: Asking = {}): Promise<Answered> {
    const { live } = this.#scene;
    return ask(this.tap, path, { origin: live.origin, token: this.session.token, ...asking });
  }

  /** Gives a command; its id and receipt are this seat's own. */
  async give(command: SeatCommand, topic: Topic = this.client.room): Promise<Answer> {
    const id = chance.id();
    const result = await this.client.give(command, { topic, id });
    if (!result.ok) throw new Error(`${this.member.key}: ${result.error.code}`);
    const { receipt } = result.value;
    if (receipt) {
      this.#scene.canaries.token('own secret', receipt.commandId, this.owner);
      this.#scene.canaries.token('own secret', receipt.entryHash, this.owner);
    }
    return result.value;
  }

  async must(command: SeatCommand, topic?: Topic): Promise<void> {
    const answer = await this.give(command, topic);
    if (!answer.ok) throw new Error(`${this.member.key} ${command.type}: ${answer.rejection.code}`);
  }

  /** Gives a command that must be refused with this code. */
  async refused(code: string, command: SeatCommand, topic?: Topic): Promise<void> {
    const answer = await this.give(command, topic);
    if (answer.ok || answer.rejection.code !== code) throw new Error(`${code} was expected`);
  }

  sheetView(sheetId: string): SheetView {
    return this.client.viewOf({ kind: 'sheet', id: sheetId }) as SheetView;
  }

  /** Fields of a sheet of one type that this side may take a position on, not filled by an award. */
  fields(sheetId: string, type: FieldTemplate['type']['kind']): readonly FieldTemplate[] {
    const { template, side } = this.sheetView(sheetId);
    return template.sections
      .flatMap(({ terms }) => terms)
      .filter((term): term is FieldTemplate => term.kind === 'field' && term.type.kind === type)
      .filter(
        ({ award, sides }) => award === undefined && side !== undefined && sides.includes(side),
      );
  }

  clauses(sheetId: string): readonly string[] {
    const terms = this.sheetView(sheetId).template.sections.flatMap((section) => section.terms);
    return terms.filter(({ kind }) => kind === 'clause').map(({ id }) => id);
  }

  text(sheetId: string): SheetText {
    const text = this.texts.get(sheetId);
    if (!text) throw new Error(`${this.member.key} has no text ${sheetId}`);
    return text;
  }

  async openText(sheetId: string): Promise<SheetText> {
    const text = await this.client.text(sheetId);
    this.texts.set(sheetId, text);
    return text;
  }

  /** Opens what the own team drafts on a sheet: view and text. */
  async openCaucus(sheetId: string): Promise<SheetText> {
    await this.client.watch({ kind: 'caucus', id: sheetId });
    const text = await this.client.text(sheetId, 'caucus');
    this.caucuses.set(sheetId, text);
    return text;
  }

  /** Everything that the texts open here say, which on the way was spread over many edits. */
  allText(): string {
    return [...this.texts.values(), ...this.caucuses.values()]
      .map(({ provider }) => JSON.stringify(provider.doc.getMap(CLAUSES_ROOT)))
      .join('\n');
  }

  leave(): void {
    this.client.close();
  }

  async #settleIn(): Promise<void> {
    await this.ask('/api/me');
    await this.ask(`/api/rooms/${SALE_ROOM_ID}?seat=${this.session.seatId}`);
    await this.client.watch();
    this.#noteLine();
    for (const id of Object.keys(this.client.view.sheets)) {
      await this.client.watch({ kind: 'sheet', id });
      await this.openText(id);
    }
    await until(() => this.client.heardOf('presence').length > 0, 'presence');
  }

  /** Ids by which the libraries know this line: whoever has them can speak for it. */
  #noteLine(): void {
    const { canaries } = this.#scene;
    const { socket } = this.client;
    for (const id of [socket.id, socket.io.engine.id]) {
      if (id !== undefined) canaries.token('own secret', id, this.owner);
    }
  }
}
