// `parley rehearse`: holds an auction of a running server as a rehearsal, with bots that bid from here over real lines.
// Also what makes load for tests and benchmarks: bidders and rehearsals in any number.

import type { BotKind } from '../../shared/rehearsal/bot-kinds.ts';
import { BOT_KINDS } from '../../shared/rehearsal/bot-kinds.ts';
import type { AuctionView } from '../../shared/room/view-types.ts';
import type { HeldRehearsal, HeldWish, ModeratorPlace } from '../rehearsal/held.ts';
import { RehearsalRefused, askServer, holdRehearsal, roomSeenBy } from '../rehearsal/held.ts';
import type { Command, CommandArguments } from './command.ts';
import { EXIT, Obstacle } from './command.ts';
import { rehearsalTable } from './rehearse-table.ts';

const MAX_SEED = 4_294_967_295;
const MAX_EXTRA = 250;
const MAX_ROOMS = 60;
const MAX_THINK_MS = 600_000;
const STANDARD_THINK_MS = 900;

const usage = (message: string): Obstacle =>
  new Obstacle(`${message}; see parley rehearse --help`, EXIT.usage);

/** A whole number from an option, or the standard value. */
const numberFrom = (
  { options }: CommandArguments,
  name: string,
  { standard, from = 0, to }: { readonly standard: number; readonly from?: number; to: number },
): number => {
  const text = options.get(name);
  if (text === undefined) return standard;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw usage(`${name} is "${text}"; it is a whole number from ${String(from)} to ${String(to)}`);
};

const kindsFrom = ({ options }: CommandArguments): readonly BotKind[] | undefined => {
  const text = options.get('--bots');
  if (text === undefined) return undefined;
  return text.split(',').map((word) => {
    const kind = BOT_KINDS.find((known) => known === word.trim());
    if (kind === undefined) throw usage(`"${word}" is no bot; there are ${BOT_KINDS.join(', ')}`);
    return kind;
  });
};

const paceFrom = ({ options }: CommandArguments): 'short' | 'real' => {
  const text = options.get('--pace') ?? 'short';
  if (text === 'short' || text === 'real') return text;
  throw usage(`--pace is "${text}"; it is short or real`);
};

/** Sits down by the moderator's link; it loses one of its uses. */
const sitDown = async (link: string): Promise<ModeratorPlace> => {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    throw usage(`"${link}" is no invite link`);
  }
  const { origin, hash } = url;
  if (hash.length < 2) throw usage(`"${origin}${url.pathname}" is no invite link: it has no token`);
  const joined = await askServer<Omit<ModeratorPlace, 'origin'>>(origin, '/api/join', {
    body: { token: hash.slice(1), form: 'token' },
  });
  return { origin, ...joined };
};

const chosenAuction = (
  auctions: readonly AuctionView[],
  { options }: CommandArguments,
): AuctionView => {
  const wanted = options.get('--auction');
  const found = wanted === undefined ? auctions[0] : auctions.find(({ id }) => id === wanted);
  if (found && (wanted !== undefined || auctions.length === 1)) return found;
  const ids = auctions.map(({ id }) => id).join(', ');
  if (auctions.length === 0) throw new Obstacle('the room has no auction to rehearse');
  throw usage(
    wanted === undefined
      ? `the room has several auctions; name one of ${ids} with --auction`
      : `the room has no auction "${wanted}"; it has ${ids}`,
  );
};

const extraFor = (args: CommandArguments, auction: AuctionView): number => {
  const known = Object.keys(auction.bidders ?? {}).length;
  const teams = numberFrom(args, '--teams', { standard: known, from: 1, to: MAX_EXTRA });
  return Math.max(0, teams - known);
};

/** Holds a rehearsal and prints what came of it. */
export const REHEARSE: Command = {
  name: 'rehearse',
  operands: '<moderator’s link>',
  operandCount: { min: 1, max: 1 },
  summary: 'Holds an auction of a running server as a rehearsal, with bots that bid from here.',
  details: [
    'Takes the invite link of a moderator’s seat and uses it once. The auction is copied into a rehearsal room',
    'of its own; bots take the bidders’ seats and bid over Socket.IO as anybody would. Prints rounds, run time,',
    'extensions, prices, refusals by code, what each bot did, and how long the server took to answer.',
    'Hidden reserves are copied only where the rules show them to the moderator. docs/rehearsal.md says more.',
  ],
  options: [
    {
      name: '--auction',
      value: 'id',
      meaning: 'Which auction; needed where the room has several.',
    },
    {
      name: '--pace',
      value: 'pace',
      meaning: 'short (standard): rounds of seconds. real: as the rules say.',
    },
    {
      name: '--teams',
      value: 'n',
      meaning: 'Bidding teams in all, up to 250; more than the room has are made.',
    },
    {
      name: '--bots',
      value: 'kinds',
      meaning: `Used in turn, with commas between: ${BOT_KINDS.join(', ')}.`,
    },
    { name: '--seed', value: 'n', meaning: 'What the bots draw from; 1 unless said.' },
    {
      name: '--think',
      value: 'ms',
      meaning: 'The longest a bot thinks before a bid; 900 unless said, 0 for load.',
    },
    {
      name: '--rooms',
      value: 'n',
      meaning: 'So many rehearsals at once, seeds counting on; 1 unless said.',
    },
    { name: '--json', meaning: 'Prints JSON instead of tables.' },
  ],
  settings: [],
  async run(args, terminal) {
    const { operands, options } = args;
    const [kinds, pace] = [kindsFrom(args), paceFrom(args)];
    const seed = numberFrom(args, '--seed', { standard: 1, to: MAX_SEED });
    const rooms = numberFrom(args, '--rooms', { standard: 1, from: 1, to: MAX_ROOMS });
    const thinkMs = numberFrom(args, '--think', { standard: STANDARD_THINK_MS, to: MAX_THINK_MS });
    try {
      const place = await sitDown(operands[0] ?? '');
      const room = await roomSeenBy(place);
      const auction = chosenAuction(Object.values(room.auctions), args);
      const wish: HeldWish = {
        ...{ auctionId: auction.id, pace, thinkMs, extraTeams: extraFor(args, auction) },
        ...(kinds && { kinds }),
      };
      const held = await Promise.all(
        Array.from({ length: rooms }, (_, place0) =>
          holdRehearsal(place, { ...wish, seed: (seed + place0) % (MAX_SEED + 1) }, terminal),
        ),
      );
      show(held, { isJson: options.has('--json'), say: (line) => terminal.say(line) });
      return EXIT.done;
    } catch (cause) {
      if (cause instanceof RehearsalRefused) throw new Obstacle(cause.message);
      throw cause;
    }
  },
};

const show = (
  held: readonly HeldRehearsal[],
  { isJson, say }: { readonly isJson: boolean; readonly say: (line: string) => void },
): void => {
  if (isJson) {
    say(JSON.stringify({ rehearsals: held }, null, 2));
    return;
  }
  held.forEach((one, place) => {
    if (place > 0) say('');
    for (const line of rehearsalTable(one)) say(line);
  });
};
