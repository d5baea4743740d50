// The common sheet: the terms of the auction, drafted by the carrier and read by everybody in the room.
// Data only.

import type { Template } from '../types.ts';
import { clause, money, percent, quantity } from './building-blocks.ts';

const CARRIER = ['carrier'] as const;

/** The terms under which the auction is held. */
export const AUCTION_TERMS: Template = {
  id: 'auction-terms',
  title: 'Terms of the auction',
  sections: [
    {
      id: 'conduct',
      title: 'Conduct',
      terms: [
        quantity('delivery-days', 'Delivery days a contract year', {
          unit: 'days',
          min: 1,
          max: 366,
          sides: CARRIER,
          confidentiality: 'public',
          help: 'Used to state the yearly value of an award, such as 302.',
        }),
        clause('conduct-clock', 'The clock', {
          text: [
            'The auction is a clock over several lots. Its rules are frozen in one document before the first round, and a team may bid once its lead has accepted that document. The server’s clock alone decides whether a bid was in time.',
            'The moderator opens, pauses and extends rounds and gives a reason for each such act. Every act is recorded and shown to all.',
          ],
          fallback: ['The auction follows the rules published with it.'],
        }),
        clause('conduct-bids', 'Bids are binding', {
          text: [
            'A bid that the server has accepted binds the bidder until the auction has ended or a later bid has taken its place. Nobody changes a bid of another; a correction is a new act with a reason, visible in the record.',
          ],
          fallback: ['A bid binds the bidder for thirty days.'],
        }),
      ],
    },
    {
      id: 'secrecy',
      title: 'Information',
      terms: [
        clause('secrecy-rivals', 'What bidders learn', {
          text: [
            'Bidders learn prices, supply and the demand figure that the rules name. They do not learn who else bids, how many bid, or what anybody else bids, during the auction or after it.',
          ],
          fallback: ['Bidders learn prices and supply only.'],
        }),
        clause('secrecy-conduct', 'No agreements between bidders', {
          text: [
            'From the day of registration until the awards are certified a bidder does not speak with another about bids, prices, lots or plans. A bidder that breaks this can be excluded and stays liable for what it has bid.',
          ],
          fallback: ['Bidders keep to competition law.'],
        }),
      ],
    },
    {
      id: 'award',
      title: 'Award and contract',
      terms: [
        quantity('contract-days', 'Days to sign', {
          unit: 'business days',
          min: 1,
          max: 250,
          sides: CARRIER,
          confidentiality: 'public',
          help: 'Time from certification until the bilateral agreement is signed, such as 30.',
        }),
        money('deposit', 'Deposit for a point of eligibility', {
          unit: '$/point',
          sides: CARRIER,
          isRequired: false,
          confidentiality: 'public',
          help: 'Paid before the first round and returned with the award or the end of the auction.',
        }),
        percent('default-charge', 'Charge for not signing', {
          sides: CARRIER,
          isRequired: false,
          confidentiality: 'public',
          help: 'Share of the award’s yearly value that is due when a winner does not sign.',
        }),
        clause('award-contract', 'From award to agreement', {
          text: [
            'Certification fills price, volume and tender window into the bilateral sheet of each winner as agreed terms. The parties complete the other terms there. The agreement takes effect after it has been signed and filed.',
          ],
          fallback: ['Winners sign the carrier’s standard agreement with the award filled in.'],
        }),
        clause('award-disputes', 'Complaints', {
          text: [
            'A bidder that believes a rule was broken says so to the moderator within two business days of the end of the auction, naming the round and the act. The moderator answers in writing from the record.',
          ],
          fallback: ['Complaints are made in writing within five business days.'],
        }),
      ],
    },
  ],
};
