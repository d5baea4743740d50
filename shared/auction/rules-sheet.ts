// The rules in plain sentences, made from the very object that is hashed, so that the two cannot differ.

import type { CommonRules, Rules } from './types.ts';
import { formatOf } from './formats/all.ts';
import { wordsOf } from '../record/words.ts';
import { duration } from './sentences.ts';

const termsSheet = ({ termsHash }: CommonRules): readonly string[] =>
  termsHash === undefined
    ? []
    : [
        `Every bid is made for the agreed terms with the hash ${termsHash}, in eight words “${wordsOf(termsHash).join(' ')}”. If these terms change, the auction stands still, and goes on only when the moderator confirms, for a reason that is recorded, that bids made for the older text count.`,
      ];

/** What holds in every format. */
const commonSheet = (rules: CommonRules & Pick<Rules, 'format'>): readonly string[] => {
  const host = rules.direction === 'forward' ? 'carrier' : 'buyer';
  return [
    'A bid counts if it is recorded before the round closes, by the server’s clock. A bid at or after the close is late and is refused; both times are in its receipt.',
    `After a pause the exact time that was left runs on, following a countdown of at least ${duration(rules.resumeCountdownMs)}. If the service is away for more than ${duration(rules.outageMs)}, the round comes back paused with the time that was left.`,
    rules.information.carrierSeesBidders
      ? `The ${host} knows who the bidders are. Bidders never learn of each other.`
      : `Neither the ${host} nor other bidders learn who the bidders are before the award.`,
    rules.information.carrierSeesBids && rules.information.carrierSeesBidders
      ? `The ${host} sees each team’s bids after each round.`
      : `The ${host} sees no team’s bids before the award.`,
    rules.information.moderatorSeesReserves
      ? 'The moderator sees hidden reserves; bidders never do.'
      : 'Neither the moderator nor bidders see hidden reserves.',
    rules.direction === 'forward'
      ? 'A team may set a budget a year, and a value above which a second person of it confirms a bid. Nobody else learns of either. A bid beyond the budget is taken only when it is confirmed.'
      : 'A team may set a value a year above which a second person of it confirms a bid. Nobody else learns of it.',
    rules.format === 'dutch'
      ? 'A stop is acted on at once and cannot be taken back; the moderator can only take the whole round back.'
      : rules.format === 'english'
        ? 'Nobody takes a bid back but the moderator, for a reason that is recorded, and only the last bid on an open lot: the price goes back, the close stays where it was moved to.'
        : 'Nobody takes back what was bid but the moderator, for a reason that is recorded, and only while the round is open.',
    ...termsSheet(rules),
    `New prices reach all bidders on one common tick of ${duration(rules.releaseMs)}.`,
    `The value of an award a year is blocks × 100 pieces × ${String(rules.deliveryDays)} delivery days × price.`,
  ];
};

/** The rules in sentences: how the format goes, then what holds in every format (AUC3). */
export const rulesSheet = (rules: Rules): readonly string[] => [
  ...formatOf(rules).sheet(rules),
  ...commonSheet(rules),
];
