// What `parley simulate` reads: the rules of one auction, who bids, and what happens when. Keeps true: what is taken
// here the engine can run, and a fault has its place in the file and what would be allowed there.

import { z } from 'zod';
import type { AuctionCommand } from '../auction/types.ts';
import type { TeamId } from '../kernel/ids.ts';
import { formFaults, nearest } from '../kernel/form-faults.ts';
import { plainWords } from '../kernel/form-words.ts';
import { bidSchema, lotSchema, rulesSchema } from '../protocol/format-schemas.ts';
import { auctionCommandSchema, MAX_LOTS } from '../protocol/schemas.ts';
import { id, instant, mills, text, wait } from '../protocol/wire-values.ts';

/** What a moderator may do in a scenario; the start, the acceptance of rules and bids are not among them. */
const ACTS: readonly AuctionCommand['type'][] = [
  'PauseAuction',
  'ResumeAuction',
  'ExtendRound',
  'OpenRound',
  'AmendRules',
  'VoidRounds',
  'ExcludeTeam',
  'CancelAuction',
  'CertifyAuction',
  'PlaceSurrogateBid',
];

const act = auctionCommandSchema.refine(({ type }) => ACTS.includes(type), {
  error: `must be one of: ${ACTS.join(', ')}`,
  path: ['type'],
});

/**
 * A bid of any form. What keeps one from the nearest form is told; the union itself would look no further than the first
 * form that lacks nothing but the property it does not know.
 */
const bid = z.unknown().transform((value, context): z.infer<typeof bidSchema> => {
  const attempts = bidSchema.options.map((form) => form.safeParse(value, plainWords));
  const taken = attempts.find(({ success }) => success);
  if (taken?.success) return taken.data;
  for (const issue of nearest(attempts.map(({ error }) => error?.issues ?? []))) {
    context.addIssue({ ...issue, input: value } as Parameters<typeof context.addIssue>[0]);
  }
  return z.NEVER;
});

const sinceStart = z
  .int()
  .min(0)
  .max(366 * 86_400_000);

/** An instant: so long after the start of the auction, or after a round opened. */
const when = {
  atMs: sinceStart.exactOptional(),
  round: z.int().min(1).max(100_000).exactOptional(),
  afterMs: wait.exactOptional(),
};

const step = z
  .strictObject({
    ...when,
    bidder: id.exactOptional(),
    bids: z.array(bid).min(1).max(MAX_LOTS).exactOptional(),
    act: act.exactOptional(),
  })
  .refine(({ atMs, round }) => (atMs === undefined) !== (round === undefined), {
    error: 'needs either atMs, or round with afterMs beside it',
  })
  .refine(({ atMs, afterMs }) => atMs === undefined || afterMs === undefined, {
    error: 'afterMs counts from the opening of a round; it goes with round, not with atMs',
  })
  .refine(
    ({ bidder, bids, act: done }) =>
      done === undefined ? bids && bidder !== undefined : !bids && bidder === undefined,
    { error: 'needs either bidder and bids, or act' },
  );

const bidder = z.strictObject({
  id,
  /** Points, where the format has them. */
  eligibility: z.int().min(0).max(1_000_000_000).exactOptional(),
});

/** The form of a scenario. */
const scenarioSchema = z.strictObject({
  form: z.literal('parley-scenario-1'),
  note: text.exactOptional(),
  /** Any text: ties are broken by what follows from it, the same in every run. */
  seed: text,
  /** The instant of the start; where it is left out, the first of January 2026. */
  startsAtMs: instant.exactOptional(),
  rules: rulesSchema,
  lots: z.array(lotSchema).min(1).max(MAX_LOTS),
  reservesMills: z.record(id, mills).exactOptional(),
  bidders: z.array(bidder).min(1).max(10_000),
  steps: z.array(step).max(2_000_000),
});

export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioStep = Scenario['steps'][number];

export type ScenarioReading =
  | { readonly ok: true; readonly scenario: Scenario }
  /** Each with its place first: `steps.3.bids.1.priceMills: …`; places count from 1. */
  | { readonly ok: false; readonly faults: readonly string[] };

/** As many of a long list as a line of a fault names. */
const MAX_NAMED = 20;

const repeated = (ids: readonly TeamId[]): TeamId | undefined => {
  const seen = new Set<TeamId>();
  return ids.find((each) => seen.size === seen.add(each).size);
};

/** Bidders that a step or another names although the scenario does not have them, or has twice. */
const bidderFaults = ({ bidders, steps }: Scenario): readonly string[] => {
  const ids = bidders.map((each) => each.id);
  const twice = repeated(ids);
  const known = new Set(ids);
  const named = `${ids.slice(0, MAX_NAMED).join(', ')}${ids.length > MAX_NAMED ? ', …' : ''}`;
  return [
    ...(twice === undefined ? [] : [`bidders: "${twice}" is there twice`]),
    ...steps.flatMap((each, place) =>
      each.bidder === undefined || known.has(each.bidder)
        ? []
        : [`steps.${String(place + 1)}.bidder: is none of the bidders: ${named}`],
    ),
  ];
};

/** Reads the JSON of a file (SIM1). */
export const readScenario = (json: unknown): ScenarioReading => {
  const parsed = scenarioSchema.safeParse(json, plainWords);
  if (!parsed.success) return { ok: false, faults: formFaults(json, parsed.error.issues) };
  const faults = bidderFaults(parsed.data);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, scenario: parsed.data };
};
