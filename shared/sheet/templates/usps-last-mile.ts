// The term sheet of a last-mile agreement: the bilateral contract that each winner of capacity still negotiates.
// Data only. Wording is our own; values an expert would expect are named in the help texts.

import type { SectionTemplate, Template } from '../types.ts';
import { choice, clause, money, percent, quantity, text } from './building-blocks.ts';

const PARTIES: SectionTemplate = {
  id: 'parties',
  number: 1,
  title: 'Parties',
  terms: [
    text('carrier-name', 'Carrier, legal name', {
      maxLength: 200,
      sides: ['carrier'],
      help: 'Full legal name as it will stand in the filing.',
    }),
    text('shipper-name', 'Shipper, legal name', {
      maxLength: 200,
      sides: ['shipper'],
      help: 'The company that signs; affiliates are named in clause 1.1.',
    }),
    text('shipper-crid', 'Customer registration id (CRID)', {
      maxLength: 20,
      sides: ['shipper'],
      help: 'Number under which the shipper is registered with the carrier.',
      confidentiality: 'sealed',
    }),
    text('notice-carrier', 'Carrier’s address for notices', {
      maxLength: 400,
      sides: ['carrier'],
      help: 'Name, title, postal address and e-mail of the person who receives notices.',
    }),
    text('notice-shipper', 'Shipper’s address for notices', {
      maxLength: 400,
      sides: ['shipper'],
      help: 'Name, title, postal address and e-mail of the person who receives notices.',
    }),
    clause('parties-affiliates', 'Parties and affiliates', {
      text: [
        'This agreement is made between the carrier and the shipper named above. A company that the shipper controls, is controlled by, or shares control with may tender under this agreement once the shipper has named it in writing and has taken responsibility for what it owes.',
        'A company that ceases to be an affiliate loses the right to tender ninety days later.',
      ],
      fallback: ['Only the shipper named above may tender under this agreement.'],
    }),
    clause('parties-notices', 'Notices', {
      text: [
        'A notice is given in writing to the address above and counts from the next business day after it was sent by e-mail with a copy by mail. Either party may change its address by notice.',
      ],
      fallback: ['A notice is given by certified mail and counts from the day of delivery.'],
    }),
  ],
};

const PRICE: SectionTemplate = {
  id: 'price',
  number: 3,
  title: 'Price',
  note: '$ a piece',
  terms: [
    money('award-price', 'Award price', {
      unit: '$/piece',
      award: 'price',
      confidentiality: 'sealed',
      help: 'Filled when the auction is certified, one for each lot won.',
    }),
    money('price-ddu-1', 'Delivery unit, up to 1 lb', {
      unit: '$/piece',
      confidentiality: 'sealed',
      help: 'Entry at a destination delivery unit; weights are rounded up to the next pound.',
    }),
    money('price-ddu-2', 'Delivery unit, up to 2 lb', {
      unit: '$/piece',
      confidentiality: 'sealed',
      help: 'Applies from 1 lb up to 2 lb.',
    }),
    money('price-ddu-5', 'Delivery unit, up to 5 lb', {
      unit: '$/piece',
      confidentiality: 'sealed',
      help: 'Applies from 2 lb up to 5 lb. A parcel of 4.225 lb is charged as 5 lb.',
    }),
    money('minimum-charge', 'Minimum charge', {
      unit: '$/piece',
      confidentiality: 'sealed',
      help: 'The least a piece costs after all discounts.',
    }),
    money('same-day-premium', 'Same-day premium', {
      unit: '$/piece',
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Added for pieces tendered for delivery on the same day.',
    }),
    choice('rounding', 'Rounding of weight', {
      options: [
        { id: 'pound-up', label: 'up to the next pound' },
        { id: 'half-pound-up', label: 'up to the next half pound' },
      ],
      help: 'How the weight that is charged is found.',
    }),
    clause('price-scope', 'What the price covers', {
      text: [
        'The price of a piece covers acceptance at the facility of entry, sorting to the carrier route, delivery on the service day and one scan at delivery.',
        'Return, forwarding and address correction are charged by the published price list, unless a price for them stands in this sheet.',
      ],
      fallback: [
        'The price of a piece covers acceptance, delivery and one delivery scan. All else is charged by the published price list.',
      ],
    }),
    clause('price-peak', 'Peak season', {
      text: [
        'From the first Sunday of October until the third Sunday of January a surcharge of $0.30 a piece applies to entry at destination delivery units. The carrier announces any other surcharge at least sixty days ahead, and it applies to this agreement only if it applies to all customers of the product.',
      ],
      fallback: ['No peak surcharge applies to pieces within the volume band of section 4.'],
    }),
    clause('price-adjustment', 'Annual adjustment', {
      text: [
        'Prices change once each contract year by the change of the consumer price index for all urban consumers, all items, two months in arrears, plus 0.5 percentage points, never by less than zero and never by more than 3.0 percent. Results are rounded half up to the cent.',
      ],
      fallback: [
        'Prices stay as they are for the first two contract years and then change by the general average increase of the product.',
      ],
    }),
  ],
};

const VOLUME: SectionTemplate = {
  id: 'volume',
  number: 4,
  title: 'Volume',
  terms: [
    quantity('award-volume', 'Pieces a delivery day', {
      unit: 'pieces/day',
      award: 'volume',
      min: 0,
      max: 100_000_000,
      help: 'Filled when the auction is certified: blocks won × 100 pieces, for each lot.',
    }),
    quantity('annual-commitment', 'Annual commitment', {
      unit: 'pieces/year',
      min: 0,
      max: 2_000_000_000,
      help: 'Pieces the shipper commits to tender in a contract year, such as 12,000,000.',
      confidentiality: 'sealed',
    }),
    percent('band-low', 'Lower end of the band', {
      help: 'Share of the commitment below which a shortfall begins, such as 90 %.',
    }),
    percent('band-high', 'Upper end of the band', {
      help: 'Share of the commitment above which the carrier may refuse pieces, such as 115 %.',
    }),
    choice('shortfall-remedy', 'Remedy for a shortfall', {
      options: [
        { id: 'none', label: 'none' },
        { id: 'fee', label: 'fee for each missing piece' },
        { id: 'true-up', label: 'true-up to the price of the tier reached' },
        { id: 'revert', label: 'published prices in the next contract year' },
      ],
      help: 'What follows when the volume stays below the band.',
    }),
    money('shortfall-fee', 'Shortfall fee', {
      unit: '$/piece',
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Only with the remedy “fee for each missing piece”.',
    }),
    clause('volume-band', 'Commitment and band', {
      text: [
        'In each contract year the shipper tenders the annual commitment. Volume within the band needs no adjustment. Below the band the remedy of this section applies to the pieces that are missing from its lower end; above the band the carrier accepts pieces as far as its capacity at the facility allows.',
        'Days on which the carrier could not accept a tender, and volume that it refused, count as if they had been tendered.',
      ],
      fallback: [
        'The shipper uses reasonable efforts to tender the annual commitment. A shortfall has no consequence in the first contract year.',
      ],
    }),
    clause('volume-forecast', 'Forecasts', {
      text: [
        'The shipper sends a forecast of pieces by facility and week on the first business day of each month for the next three months. A forecast binds nobody. When the volume of a week differs from the last forecast by more than 25 percent, the parties speak about staffing before that week.',
      ],
      fallback: ['The shipper sends a forecast each quarter.'],
    }),
  ],
};

const TENDER: SectionTemplate = {
  id: 'tender',
  number: 6,
  title: 'Tender',
  terms: [
    {
      kind: 'field',
      id: 'award-window',
      label: 'Tender window',
      type: { kind: 'window' },
      help: 'When parcels may be handed over, in the facility’s own time. Filled for each lot won.',
      sides: ['carrier', 'shipper'],
      isRequired: true,
      confidentiality: 'parties',
      award: 'window',
    },
    choice('late-tender', 'Late tender', {
      options: [
        { id: 'next-day', label: 'counts for the next service day' },
        { id: 'refuse', label: 'may be refused' },
        { id: 'fee', label: 'is taken for a fee' },
      ],
      help: 'What happens to parcels handed over after the window has closed.',
    }),
    quantity('appointment-lead', 'Appointment lead time', {
      unit: 'hours',
      min: 0,
      max: 336,
      help: 'How long before the drop an appointment is made, such as 24 hours.',
    }),
    quantity('grace', 'Grace for an appointment', {
      unit: 'minutes',
      min: 0,
      max: 720,
      help: 'How late a vehicle may arrive and still be unloaded, such as 30 minutes.',
    }),
    clause('tender-handover', 'Handing over', {
      text: [
        'The shipper hands over sorted parcels with a manifest inside the tender window of the facility. Responsibility passes when the carrier scans the container or, where none is scanned, when the vehicle is unloaded.',
        'Parcels dropped at a facility they are not addressed to are a mis-ship; the carrier may move them on at the price of the published list.',
      ],
      fallback: ['Responsibility passes when the carrier signs for the number of containers.'],
    }),
    clause('tender-closures', 'Closures and changes of hours', {
      text: [
        'The carrier gives thirty days’ notice before it changes the hours of a facility by more than one hour. For weather, safety or an order of an authority it may close a facility at once and names another within fifty miles where that is possible; the price of the first facility applies.',
      ],
      fallback: ['The carrier gives as much notice of a change of hours as it can.'],
    }),
  ],
};

const TERM: SectionTemplate = {
  id: 'term',
  number: 9,
  title: 'Term and exit',
  terms: [
    {
      kind: 'field',
      id: 'effective-date',
      label: 'Effective date',
      type: { kind: 'date' },
      help: 'Not before fifteen days after the filing with the regulator.',
      sides: ['carrier', 'shipper'],
      isRequired: true,
      confidentiality: 'public',
    },
    quantity('term-months', 'Term', {
      unit: 'months',
      min: 1,
      max: 120,
      help: 'Length of the agreement from its effective date, such as 36 months.',
    }),
    quantity('notice-days', 'Notice of termination', {
      unit: 'days',
      min: 0,
      max: 720,
      help: 'Such as 90 days.',
    }),
    percent('termination-charge', 'Early termination charge', {
      isRequired: false,
      confidentiality: 'sealed',
      help: 'Share of the remaining commitment that is due on early termination, such as 2 %.',
    }),
    clause('term-renewal', 'Renewal', {
      text: [
        'The agreement ends with its term. The parties begin to speak about a renewal at least one hundred and eighty days before; an extension is filed with the regulator no later than seven days before the agreement expires.',
      ],
      fallback: [
        'The agreement renews once for twelve months unless a party gives notice ninety days before it ends.',
      ],
    }),
    clause('term-exit', 'Ending early', {
      text: [
        'Either party may end the agreement by the notice stated above. It may end it at once if the other breaks it in a way that matters and does not mend this within thirty days of a notice that says what is wrong.',
        'If a regulator or a court stops the agreement, it ends on the day of that order without a charge to either side.',
      ],
      fallback: [
        'Neither party may end the agreement in its first contract year except for a breach that is not mended in thirty days.',
      ],
    }),
  ],
};

/** Sections of the agreement between the carrier and one shipper. */
export const USPS_LAST_MILE: Template = {
  id: 'usps-last-mile',
  title: 'Last-mile delivery agreement',
  sections: [PARTIES, PRICE, VOLUME, TENDER, TERM],
};
