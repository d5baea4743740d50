// What was checked of the rounds of a clock that a bundle does not show whole.

/** Counts of what was compared and came out as the rules say. */
export interface PublishedReport {
  /** Closed rounds that count. */
  readonly rounds: number;
  /** Start and clock prices of lots: from the posted prices of the round before, and the increment (CLK1). */
  readonly openings: number;
  /** Posted prices of lots against the published demand (CLK5); 0 where the rules tell this viewer no demand. */
  readonly postedAgainstDemand: number;
  /** Posted prices of lots of which only that they lie between start and clock could be checked. */
  readonly postedWithinRange: number;
  /** Of the viewer's own team: rounds in which what was processed and its eligibility follow from what it asked. */
  readonly ownRounds?: number;
  /** Why it was not gone on with, where it was not. */
  readonly notDone?: string;
}
