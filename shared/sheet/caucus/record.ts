// How the stream of a caucus is recorded. It is shown to its own team whole, and stands in nobody else's bundle, not even
// as hashes: how many there are would tell how much a team drafts (CAU8).

import type { RecordForm } from '../../record/leaves.ts';

/** A segment for each entry, of few leaves. */
const MINIMUM_LEVELS = 5;

export const CAUCUS_FORM: RecordForm = { cutsOf: () => [], minimumLevels: MINIMUM_LEVELS };
