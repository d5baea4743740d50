// Commands on a caucus as a seat may send them, checked. What a draft begins with has the form of offered wording.

import { z } from 'zod';
import type { CaucusCommand } from '../sheet/caucus/types.ts';
import { MAX_DRAFTS } from '../sheet/caucus/caucus.ts';
import { blocks, hash, offerCommandSchemas } from './offer-schemas.ts';
import { id } from './wire-values.ts';

/** What a draft is called by its team: one line. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}]*$/u);

const beginDraft = z.strictObject({
  type: z.literal('BeginDraft'),
  termId: id,
  from: z.enum(['standing', 'fallback', 'empty']),
  blocks,
  standing: hash,
  name: name.exactOptional(),
});
const anchorDraft = z.strictObject({ type: z.literal('AnchorDraft'), draftId: id, standing: hash });
const dropDraft = z.strictObject({ type: z.literal('DropDraft'), draftId: id });

/** An ordinary offer, and which of its terms come from which draft. */
const offerDrafts = z.strictObject({
  type: z.literal('OfferDrafts'),
  offer: offerCommandSchemas[0],
  drafts: z
    .array(z.strictObject({ termId: id, draftId: id }))
    .min(1)
    .max(MAX_DRAFTS),
});

/** Commands on a caucus that come from people. */
export const caucusCommandSchema = z.discriminatedUnion('type', [
  beginDraft,
  anchorDraft,
  dropDraft,
  offerDrafts,
]);

export type SeatCaucusCommand = z.infer<typeof caucusCommandSchema>;
/** Decided on two streams: the sheet's gets the offer, the caucus is told of it (gateway). */
export type OfferDrafts = z.infer<typeof offerDrafts>;

type Extends<A extends B, B> = A;
/** Does not compile when wire and domain drift apart. */
export type CaucusWireMatchesDomain = Extends<
  Exclude<SeatCaucusCommand, OfferDrafts>,
  CaucusCommand
>;
