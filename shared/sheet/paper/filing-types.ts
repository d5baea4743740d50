// The checklist of a filing, as it is shown and put into the package.

/** `done`; `missing`: something is to be entered; `wrong`: it must change; `note`: good to know, stops nothing. */
export type FilingState = 'done' | 'missing' | 'wrong' | 'note';

/** One line of the checklist. */
export interface FilingItem {
  readonly id: string;
  readonly label: string;
  readonly state: FilingState;
  readonly words: string;
  /** YYYY-MM-DD, where the item is a day. */
  readonly on?: string;
}

/** What a filing still needs, for the reader that asked. */
export interface FilingChecklist {
  readonly items: readonly FilingItem[];
  /** Whether nothing is missing or wrong. */
  readonly isReady: boolean;
}
