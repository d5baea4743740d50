// What the text of the open sheet can refer to, handed from the sheet to whatever editor is in it.

import { getContext, setContext } from 'svelte';
import type { Places } from '../../../shared/sheet/references.ts';

const KEY = Symbol('places of the sheet');

/** Called by the sheet while it is made. */
export const offerReferences = (places: () => Places): void => {
  setContext(KEY, places);
};

/** Called by an editor's part while it is made; no places outside of a sheet. */
export const referencesHere = (): (() => Places) =>
  getContext<(() => Places) | undefined>(KEY) ?? (() => new Map());
