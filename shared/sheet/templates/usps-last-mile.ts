// The term sheet of a last-mile agreement: the bilateral contract that each winner of capacity still negotiates.
// Data only. Wording is our own; values an expert would expect are named in the help texts.

import type { Template } from '../types.ts';
import { CONFIDENTIALITY, GOVERNANCE, SIGN_OFF } from './usps/governance.ts';
import { PAYMENT, SERVICE, TENDER } from './usps/operations.ts';
import { PARTIES, SCOPE } from './usps/parties.ts';
import { ADJUSTMENT, PRICE } from './usps/price.ts';
import { REGULATORY, TERM } from './usps/term.ts';
import { VOLUME } from './usps/volume.ts';

/** Sections of the agreement between the carrier and one shipper. */
export const USPS_LAST_MILE: Template = {
  id: 'usps-last-mile',
  title: 'Last-mile delivery agreement',
  names: ['Parcel Select', 'Parcel Select Lightweight'],
  sections: [
    PARTIES,
    SCOPE,
    PRICE,
    VOLUME,
    ADJUSTMENT,
    TENDER,
    SERVICE,
    PAYMENT,
    TERM,
    REGULATORY,
    CONFIDENTIALITY,
    GOVERNANCE,
    SIGN_OFF,
  ],
};
