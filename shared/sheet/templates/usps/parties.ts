// Sections 1 and 2 of the last-mile agreement: who agrees, and about what. Data only; the wording is our own.

import type { SectionTemplate } from '../../types.ts';
import {
  choice,
  choices,
  clause,
  column,
  list,
  option,
  optionalColumn,
  quantity,
  table,
  text,
  weight,
} from '../building-blocks.ts';
import { DOLLARS, ENTRY_LEVELS, words } from './options.ts';

const SIGNATORY_COLUMNS = [
  column('name', 'Name', words(120)),
  column('title', 'Title', words(120)),
  optionalColumn('limit', 'May sign up to', DOLLARS),
];

export const PARTIES: SectionTemplate = {
  id: 'parties',
  title: 'Parties',
  terms: [
    text('carrier-name', 'Carrier, legal name', {
      maxLength: 200,
      sides: ['carrier'],
      confidentiality: 'public',
      help: 'Full legal name as it will stand in the filing.',
    }),
    text('shipper-name', 'Shipper, legal name', {
      maxLength: 200,
      sides: ['shipper'],
      help: 'The company that signs; its affiliates tender by {ref:parties-affiliates}.',
    }),
    text('carrier-address', 'Carrier, registered address', {
      maxLength: 400,
      sides: ['carrier'],
      confidentiality: 'public',
      help: 'Street, city, state, ZIP.',
    }),
    text('shipper-address', 'Shipper, registered address', {
      maxLength: 400,
      sides: ['shipper'],
      help: 'Street, city, state, ZIP.',
    }),
    text('notice-carrier', 'Carrier’s contact for notices', {
      maxLength: 400,
      sides: ['carrier'],
      help: 'Name, title, postal address and e-mail of the person who receives notices.',
    }),
    text('notice-shipper', 'Shipper’s contact for notices', {
      maxLength: 400,
      sides: ['shipper'],
      help: 'Name, title, postal address and e-mail of the person who receives notices.',
    }),
    table('carrier-signatories', 'Carrier’s signatories', {
      columns: SIGNATORY_COLUMNS,
      maxRows: 10,
      sides: ['carrier'],
      help: 'Who signs, in which office, and up to which yearly value alone.',
    }),
    table('shipper-signatories', 'Shipper’s signatories', {
      columns: SIGNATORY_COLUMNS,
      maxRows: 10,
      sides: ['shipper'],
      help: 'Who signs, in which office, and up to which yearly value alone.',
    }),
    text('shipper-crid', 'Customer registration id (CRID)', {
      maxLength: 20,
      sides: ['shipper'],
      confidentiality: 'sealed',
      help: 'Number under which the shipper is registered with the carrier.',
    }),
    list('shipper-mids', 'Mailer ids (MID)', {
      itemLength: 9,
      maxItems: 100,
      sides: ['shipper'],
      confidentiality: 'sealed',
      help: 'Every mailer id whose barcodes count as the shipper’s pieces, six or nine digits each.',
    }),
    text('permit', 'Permit', {
      maxLength: 40,
      sides: ['shipper'],
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Permit number and the post office that issued it.',
    }),
    text('payment-account', 'Payment account', {
      maxLength: 40,
      sides: ['shipper'],
      confidentiality: 'sealed',
      help: 'Account from which postage is taken.',
    }),
    list('supersedes', 'Agreements this one replaces', {
      itemLength: 200,
      maxItems: 20,
      isRequired: false,
      confidentiality: 'public',
      help: 'Title and date of each; their docket where they have one.',
    }),
    clause('parties-affiliates', 'Parties and affiliates', {
      text: [
        'This agreement is made between the carrier and the shipper named above. A company that the shipper controls, is controlled by, or shares control with (an “Affiliate”) may tender under this agreement once the shipper has named it in writing and has taken responsibility for what it owes.',
        'A company that ceases to be an Affiliate loses the right to tender ninety days later. Pieces of an Affiliate count towards the volume of {ref:volume}.',
      ],
      fallback: ['Only the shipper named above may tender under this agreement.'],
    }),
    clause('parties-notices', 'Notices', {
      text: [
        'A notice is given in writing to the contact above and counts from the next Business Day after it was sent by e-mail with a copy by mail. Either party may change its contact by notice.',
      ],
      fallback: ['A notice is given by certified mail and counts from the day of delivery.'],
    }),
  ],
};

export const SCOPE: SectionTemplate = {
  id: 'scope',
  title: 'Product and scope',
  terms: [
    choice('product', 'Product', {
      options: [
        option('parcel-select-entry', 'Parcel Select, destination entry'),
        option('parcel-select-light', 'Parcel Select Lightweight'),
      ],
      confidentiality: 'public',
      help: 'The published product that this agreement prices differently.',
    }),
    choices('entry-levels', 'Entry levels', {
      options: ENTRY_LEVELS,
      help: 'Where pieces may enter the network.',
    }),
    table('facilities', 'Facilities', {
      columns: [
        column('facility', 'Facility', words(120)),
        column('zip', 'ZIP', words(10)),
        column('level', 'Entry level', { kind: 'choice', options: ENTRY_LEVELS }),
      ],
      maxRows: 400,
      isRequired: false,
      help: 'Facilities besides those that an award names. Leave it out where every facility of the entry levels is open.',
    }),
    list('excluded-zips', 'Excluded ZIP codes', {
      itemLength: 10,
      maxItems: 500,
      isRequired: false,
      help: 'Destinations that are not served under this agreement.',
    }),
    choices('excluded-categories', 'Excluded categories', {
      options: [
        option('lightweight', 'lightweight (under 1 lb)'),
        option('hazmat', 'hazardous materials'),
        option('oversize', 'oversize'),
        option('perishable', 'perishables'),
        option('live', 'live animals'),
      ],
      isRequired: false,
      confidentiality: 'public',
      help: 'Kinds of pieces that stay outside, such as hazardous materials and oversize.',
    }),
    weight('weight-max', 'Heaviest piece', {
      max: 70_000,
      help: 'The most a piece may weigh, such as 25 lb.',
    }),
    quantity('girth-max', 'Length and girth', {
      unit: 'in',
      min: 1,
      max: 130,
      help: 'The most that length and girth may be together, such as 108 in.',
    }),
    quantity('volume-max', 'Largest piece', {
      unit: 'cu ft',
      min: 1,
      max: 20,
      help: 'The most room a piece may take, such as 2 cu ft.',
    }),
    clause('scope-definitions', 'Definitions', {
      text: [
        '“Contract Year” means twelve months that begin on the day on which this agreement takes effect, or on one of its anniversaries.',
        '“Facility” means a place of the carrier, named in {ref:scope} or in an award, at which the shipper may hand over pieces.',
        '“Tender Window” means the hours, in the local time of a Facility, in which pieces may be handed over there.',
        '“Band” means the yearly volume from the lower to the upper end stated in {ref:volume}.',
        '“Price List” means the prices and conditions that the carrier publishes for the product and that are in force on the day of tender.',
        '“Business Day” means a day from Monday to Friday that is not a federal holiday.',
      ],
      fallback: [
        '“Contract Year” means a calendar year; the first begins when this agreement takes effect.',
        '“Facility” means any place of the carrier that accepts the product.',
        '“Tender Window” means the hours in which a Facility accepts pieces, as the carrier last announced them.',
        '“Band” means the yearly volume from the lower to the upper end stated in {ref:volume}.',
        '“Price List” means the published prices of the product on the day of tender.',
        '“Business Day” means a day from Monday to Friday that is not a federal holiday.',
      ],
    }),
    clause('scope-service', 'The service', {
      text: [
        'The carrier accepts pieces of the product at each Facility, sorts them to the carrier route and delivers them to the address. The shipper brings them to the Facility within its Tender Window at its own cost.',
        'Whatever this agreement leaves open follows the Price List and the conditions published with it.',
      ],
      fallback: [
        'The carrier accepts, sorts and delivers pieces of the product as its published conditions say, at the prices of this agreement.',
      ],
    }),
    clause('scope-exclusions', 'What is not carried', {
      text: [
        'Pieces of an excluded category, to an excluded destination, or above a limit of weight or size stated above are not tendered under this agreement. Where one is found among the pieces, the carrier may return it at the shipper’s cost or deliver it at the Price List.',
      ],
      fallback: [
        'A piece outside the limits stated above is charged at the Price List and counts for nothing else.',
      ],
    }),
  ],
};
