// Sections 11 to 13 of the last-mile agreement: secrets, working together, signatures. Data only; the wording is
// our own.

import type { SectionTemplate } from '../../types.ts';
import {
  choice,
  choices,
  clause,
  column,
  option,
  optionalColumn,
  percent,
  quantity,
  table,
} from '../building-blocks.ts';
import { SIGNING_ROLES, words } from './options.ts';

export const CONFIDENTIALITY: SectionTemplate = {
  id: 'confidentiality',
  title: 'Confidentiality',
  terms: [
    table('redactions', 'Redactions', {
      columns: [
        column('term', 'Field or clause', words(120)),
        column('reason', 'Reason', {
          kind: 'choice',
          options: [
            option('price', 'price or discount'),
            option('volume', 'volume or forecast'),
            option('cost', 'cost of the carrier'),
            option('identity', 'identity of the shipper'),
            option('operations', 'how a party works'),
          ],
        }),
        optionalColumn('until', 'Until', { kind: 'date' }),
      ],
      maxRows: 100,
      isRequired: false,
      confidentiality: 'public',
      help: 'What the public version leaves out besides what is sealed anyway, and why.',
    }),
    choice('publicity', 'Publicity', {
      options: [
        option('none', 'neither party names the other'),
        option('agreed', 'with the other’s consent, case by case'),
        option('announce', 'one announcement, agreed by both'),
      ],
      help: 'What may be said about the agreement.',
    }),
    quantity('secrecy-years', 'Confidential for', {
      unit: 'years',
      min: 1,
      max: 20,
      help: 'After the end of the agreement, such as 3 years; the regulator may set another time for the filing.',
    }),
    clause('confidentiality-duty', 'Keeping secrets', {
      text: [
        'What a party learns of the other’s prices, volumes, costs and plans under this agreement (the “Confidential Information”) it uses for this agreement alone and shows only to those of its people and advisers who need it and keep it as well.',
        'Confidential Information is not what was public before, what the party knew or found out by itself, and what a law or an order makes it show; of such an order it tells the other first where it may.',
      ],
      fallback: [
        'Each party keeps what it learns of the other (the “Confidential Information”) as it keeps its own secrets.',
      ],
    }),
    clause('confidentiality-filing', 'The public version', {
      text: [
        'Sealed fields and the redactions of {ref:redactions} stay out of the public version, each with its reason. If the regulator asks for more to be shown, the carrier tells the shipper at once and asks for the Confidential Information to be treated as such.',
      ],
      fallback: [
        'The carrier decides what the public version leaves out, after hearing the shipper.',
      ],
    }),
  ],
};

export const GOVERNANCE: SectionTemplate = {
  id: 'governance',
  title: 'Governance',
  terms: [
    choice('review-cadence', 'Reviews', {
      options: [
        option('monthly', 'each month'),
        option('quarterly', 'each quarter'),
        option('half-yearly', 'twice a year'),
      ],
      help: 'How often the parties look at the figures together.',
    }),
    table('kpis', 'Figures looked at', {
      columns: [
        column('measure', 'Measure', words(120)),
        column('target', 'Target', words(60)),
        optionalColumn('source', 'Source', words(120)),
      ],
      maxRows: 30,
      isRequired: false,
      help: 'Such as scans at arrival, pieces against forecast, damage a million pieces.',
    }),
    quantity('record-years', 'Records kept for', {
      unit: 'years',
      min: 1,
      max: 10,
      help: 'Such as 3 years.',
    }),
    quantity('audit-notice', 'Notice of an audit', {
      unit: 'business days',
      min: 1,
      max: 90,
      help: 'Such as 10 business days.',
    }),
    table('dispute-ladder', 'Dispute ladder', {
      columns: [
        column('step', 'Step', words(60)),
        column('people', 'Who', words(120)),
        column('days', 'Days', { kind: 'quantity', unit: 'days', min: 1, max: 180 }),
      ],
      maxRows: 6,
      help: 'Who speaks with whom, and for how long before the next step: operations 10 days, leads 15 days, executives 30 days.',
    }),
    percent('liability-cap', 'Limit of liability', {
      min: 0,
      max: 20_000,
      confidentiality: 'sealed',
      help: 'Share of the postage of the last twelve months, such as 100 %.',
    }),
    clause('governance-review', 'Reviews and records', {
      text: [
        'As often as {ref:review-cadence} says, the leads of both parties look at the figures of {ref:kpis} and write down what they will change. Each party keeps the records of this agreement for the time stated above and lets the other have them examined by a neutral auditor, at its cost and with the notice stated above.',
      ],
      fallback: ['The leads of both parties meet once in each Contract Year.'],
    }),
    clause('governance-disputes', 'Settling disputes', {
      text: [
        'A dispute goes up the ladder of {ref:dispute-ladder}; a step that has lasted its days without a result is over. Neither party goes to court before the last step, an urgent order aside, and both keep performing meanwhile.',
      ],
      fallback: ['The parties try for sixty days to settle a dispute before either goes to court.'],
    }),
    clause('governance-liability', 'Liability', {
      text: [
        'Neither party owes the other lost profit or other damage that follows only from a loss. What a party owes in a Contract Year is limited to the share stated in {ref:liability-cap}. The limit does not hold for postage, for intent, and for a breach of {ref:confidentiality-duty}.',
        'Loss and damage of single pieces follow the Price List.',
      ],
      fallback: [
        'Each party is liable as the law says, and for no more than the postage of the last twelve months.',
      ],
    }),
    clause('governance-force-majeure', 'Events beyond control', {
      text: [
        'A party that cannot perform because of something outside its control, which it could neither foresee nor avoid at reasonable cost, is free of its duties as long and as far as that lasts. It tells the other within two Business Days. Commitments and the Band are reduced by the days lost. After sixty days the other party may end the agreement for the Facility concerned.',
      ],
      fallback: [
        'Neither party answers for events outside its control while they last. Postage that is due stays due.',
      ],
    }),
    clause('governance-assignment', 'Assignment', {
      text: [
        'Neither party hands this agreement to another without the other’s consent in writing, which is not withheld without a reason. A successor to the whole business takes it over with a notice; the other may then end it within sixty days if the successor competes with it.',
      ],
      fallback: ['Neither party may hand this agreement to another.'],
    }),
    clause('governance-amendment', 'Amendment and whole agreement', {
      text: [
        'This agreement is changed only in writing, signed by both parties in the order of {ref:signoff} and, where the law asks for it, filed. It replaces what the parties said and wrote before about its subject and the agreements named in {ref:supersedes}. If a part is void, the rest stays, and the parties put in its place what comes nearest to it.',
      ],
      fallback: ['Changes are made in writing and signed by both parties.'],
    }),
  ],
};

export const SIGN_OFF: SectionTemplate = {
  id: 'signoff',
  title: 'Sign-off',
  terms: [
    choices('carrier-signing', 'Carrier signs by', {
      options: SIGNING_ROLES,
      sides: ['carrier'],
      signs: 'carrier',
      help: 'Who signs for the carrier, in this order.',
    }),
    choices('shipper-signing', 'Shipper signs by', {
      options: SIGNING_ROLES,
      sides: ['shipper'],
      signs: 'shipper',
      help: 'Who signs for the shipper, in this order.',
    }),
  ],
};
