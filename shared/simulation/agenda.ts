// When the steps of a scenario fall due. Those that count from a round wait until that round opens; of equal instants
// the order of the file decides.

import type { DurationMs, EpochMs } from '../kernel/units.ts';
import { after, durationMs } from '../kernel/units.ts';
import type { ScenarioStep } from './scenario.ts';

/** A step with its place in the file, counted from 1. */
interface PlacedStep {
  readonly place: number;
  readonly step: ScenarioStep;
}

export interface DueStep extends PlacedStep {
  readonly at: EpochMs;
}

const inOrder = (a: DueStep, b: DueStep): number => a.at - b.at || a.place - b.place;

export class Agenda {
  readonly #byRound = new Map<number, PlacedStep[]>();
  /** Sorted from `#next` on; what stands before has been taken. */
  #due: DueStep[];
  #next = 0;

  constructor(steps: readonly ScenarioStep[], startsAt: EpochMs) {
    const fixed: DueStep[] = [];
    steps.forEach((step, index) => {
      const placed = { place: index + 1, step };
      if (step.atMs !== undefined) {
        fixed.push({ ...placed, at: after(startsAt, durationMs(step.atMs)) });
      } else if (step.round !== undefined) {
        const those = this.#byRound.get(step.round) ?? [];
        those.push(placed);
        this.#byRound.set(step.round, those);
      }
    });
    this.#due = fixed.sort(inOrder);
  }

  /** When the next step is due; undefined when none is, until another round opens. */
  get nextAt(): EpochMs | undefined {
    return this.#due[this.#next]?.at;
  }

  /** The next step, whose turn it is now. */
  take(): DueStep | undefined {
    const step = this.#due[this.#next];
    if (step) this.#next += 1;
    return step;
  }

  /** Steps of a round that opened now; a round that opens again, after others were voided, has none left. */
  roundOpened(round: number, at: EpochMs): void {
    const those = this.#byRound.get(round);
    if (!those) return;
    this.#byRound.delete(round);
    const wait = (step: ScenarioStep): DurationMs => step.afterMs ?? durationMs(0);
    this.#due = [
      ...this.#due.slice(this.#next),
      ...those.map((each) => ({ ...each, at: after(at, wait(each.step)) })),
    ].sort(inOrder);
    this.#next = 0;
  }

  /** Places of the steps that never fell due. */
  left(): readonly number[] {
    const rest = [...this.#due.slice(this.#next), ...[...this.#byRound.values()].flat()];
    return rest.map(({ place }) => place).sort((a, b) => a - b);
  }
}
