// Sections 6 to 8 of the last-mile agreement: handing over, service, data and payment. Data only; the wording is
// our own.

import type { SectionTemplate } from '../../types.ts';
import {
  choice,
  choices,
  clause,
  column,
  money,
  option,
  percent,
  quantity,
  table,
  tenderWindow,
} from '../building-blocks.ts';
import { FULL_SHARE, words } from './options.ts';

export const TENDER: SectionTemplate = {
  id: 'tender',
  title: 'Tender',
  terms: [
    tenderWindow('award-window', 'Tender window', {
      award: 'window',
      help: 'When pieces may be handed over, in the facility’s own time. Filled for each lot won.',
    }),
    table('facility-windows', 'Windows and critical entry times', {
      columns: [
        column('facility', 'Facility', words(120)),
        column('window', 'Window', { kind: 'window' }),
        column('cet', 'Critical entry time', { kind: 'time' }),
      ],
      maxRows: 400,
      isRequired: false,
      help: 'For facilities that no award names, and where the latest tender for the service day is before the window closes.',
    }),
    choice('late-tender', 'Late tender', {
      options: [
        option('next-day', 'counts for the next service day'),
        option('refuse', 'may be refused'),
        option('fee', 'is taken for a fee'),
      ],
      help: 'What happens to pieces handed over after the window has closed.',
    }),
    money('late-fee', 'Late fee', {
      unit: '$/drop',
      isRequired: false,
      help: 'Only where a late tender is taken for a fee.',
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
    choices('containers', 'Containers', {
      options: [
        option('pallet', 'pallets'),
        option('gaylord', 'pallet boxes'),
        option('rolling', 'rolling containers'),
        option('sack', 'sacks'),
        option('bulk', 'loose'),
      ],
      help: 'How pieces may be packed for a drop.',
    }),
    quantity('pallets-a-drop', 'Pallets a drop', {
      unit: 'pallets',
      min: 1,
      max: 60,
      isRequired: false,
      help: 'The most that one vehicle unloads at a delivery unit, such as 8.',
    }),
    choice('sort-level', 'Sort level', {
      options: [
        option('5-digit', 'by five-digit ZIP'),
        option('3-digit', 'by three-digit ZIP'),
        option('route', 'by carrier route'),
      ],
      help: 'How finely the shipper sorts before tender.',
    }),
    clause('tender-handover', 'Handing over', {
      text: [
        'The shipper hands over sorted pieces with a manifest inside the Tender Window of the Facility. Responsibility passes when the carrier scans the container or, where none is scanned, when the vehicle is unloaded.',
        'Pieces left at a Facility that does not serve their address are a mis-ship; the carrier may move them on at the Price List.',
      ],
      fallback: ['Responsibility passes when the carrier signs for the number of containers.'],
    }),
    clause('tender-closures', 'Closures and changes of hours', {
      dependsOn: ['award-window'],
      text: [
        'The carrier gives thirty days’ notice before it changes a Tender Window by more than one hour. For weather, safety or an order of an authority it may close a Facility at once and names another within fifty miles where that is possible; the price of the first Facility applies.',
      ],
      fallback: ['The carrier gives as much notice of a change of a Tender Window as it can.'],
    }),
  ],
};

export const SERVICE: SectionTemplate = {
  id: 'service',
  title: 'Service',
  terms: [
    percent('same-day', 'Same-day delivery', {
      ...FULL_SHARE,
      isRequired: false,
      help: 'Share of pieces for the same day that are delivered on it, such as 95 %.',
    }),
    percent('next-day', 'Next-day delivery', {
      ...FULL_SHARE,
      help: 'Share of pieces for the next day that are delivered on it, such as 98 %.',
    }),
    percent('arrival-scan', 'Arrival scan', {
      ...FULL_SHARE,
      help: 'Share of containers scanned when they arrive, such as 97 %.',
    }),
    percent('delivery-scan', 'Delivery scan', {
      ...FULL_SHARE,
      help: 'Share of pieces scanned at the door, such as 99 %.',
    }),
    choices('delivery-weekdays', 'Delivery days', {
      options: [
        option('mon', 'Monday'),
        option('tue', 'Tuesday'),
        option('wed', 'Wednesday'),
        option('thu', 'Thursday'),
        option('fri', 'Friday'),
        option('sat', 'Saturday'),
        option('sun', 'Sunday'),
      ],
      confidentiality: 'public',
      help: 'Days on which pieces are delivered, holidays aside.',
    }),
    percent('service-credit', 'Service credit', {
      ...FULL_SHARE,
      confidentiality: 'sealed',
      help: 'Share of a month’s postage for each full point below the standard, such as 2 %.',
    }),
    percent('service-credit-cap', 'Most a month can be credited', {
      ...FULL_SHARE,
      isRequired: false,
      confidentiality: 'sealed',
      help: 'All credits of a month together, such as 10 %.',
    }),
    clause('service-standard', 'Measuring service', {
      text: [
        'Service is measured each month over all pieces tendered in time, by the carrier’s scans. Pieces with an address that cannot be delivered, pieces handed over after the Tender Window, and days covered by {ref:governance-force-majeure} are left out.',
        'The carrier shows the figures of a month, by Facility, by the tenth Business Day of the next.',
      ],
      fallback: [
        'Service is measured each quarter over all pieces of the product in the same district.',
      ],
    }),
    clause('service-remedy', 'Remedy', {
      text: [
        'For each full point by which a month stays below a standard of {ref:service}, the carrier credits the share stated in {ref:service-credit} of the postage of the pieces measured. Credits are taken off the next invoice and are the only remedy for late delivery.',
        'Three months in a row below the same standard let the shipper end this agreement for the Facility concerned by thirty days’ notice.',
      ],
      fallback: [
        'Where a month stays below a standard, the parties meet within ten days and the carrier names what it will change.',
      ],
    }),
  ],
};

export const PAYMENT: SectionTemplate = {
  id: 'payment',
  title: 'Data and payment',
  terms: [
    quantity('manifest-deadline', 'Manifest before tender', {
      unit: 'minutes',
      min: 0,
      max: 2_880,
      help: 'How long before the drop the electronic manifest is there, such as 60 minutes.',
    }),
    choice('dimensions', 'Dimensions in the manifest', {
      options: [
        option('all', 'of every piece'),
        option('large', 'of pieces above one cubic foot'),
        option('none', 'not needed'),
      ],
      help: 'Which pieces the shipper measures.',
    }),
    choice('payment-method', 'Payment', {
      options: [
        option('per-manifest', 'with each manifest'),
        option('weekly', 'by weekly invoice'),
        option('monthly', 'by monthly invoice'),
      ],
      help: 'When postage is paid.',
    }),
    quantity('payment-days', 'Days to pay an invoice', {
      unit: 'days',
      min: 0,
      max: 120,
      isRequired: false,
      help: 'Only where an invoice is sent, such as 15 days.',
    }),
    quantity('dispute-window', 'Time to dispute a charge', {
      unit: 'days',
      min: 1,
      max: 365,
      help: 'After it was shown to the shipper, such as 60 days.',
    }),
    clause('payment-manifest', 'Manifests and barcodes', {
      text: [
        'Every piece carries the carrier’s barcode with a mailer id of {ref:shipper-mids} and stands in an electronic manifest that reaches the carrier in time. A piece without both is charged at the Price List and counts towards no commitment.',
        'Where sampling shows that weights or sizes are stated too low by more than two percent of postage, the carrier may correct the charges of that month by the same share.',
      ],
      fallback: [
        'Every piece carries the carrier’s barcode and stands in a manifest. Mistakes are corrected piece by piece.',
      ],
    }),
    clause('payment-disputes', 'Disputed charges', {
      text: [
        'The shipper pays what is not in dispute. It disputes a charge within the time stated in {ref:dispute-window}, naming the manifest and the reason; the carrier answers within thirty days. What was charged wrongly is credited with the next invoice. After that time a charge stands.',
      ],
      fallback: ['Disputed charges are paid first and credited when the dispute is settled.'],
    }),
  ],
};
