// What of a bar stands on its one line, and what is in its menu. Pure; widths are measured by bar-widths.svelte.ts.

/** Between two buttons, in pixels; as in the styles of DeskBar.svelte. */
export const BAR_GAP_PX = 4;

/**
 * The names that have room, the most important first: the first always, each further one while all before it have room
 * too. A width that is not known yet counts as nothing. All lengths in pixels.
 */
export const fitting = <Name extends string>(
  byImportance: readonly Name[],
  widths: ReadonlyMap<string, number>,
  room: number,
): ReadonlySet<Name> => {
  const stands = new Set<Name>();
  let used = 0;
  for (const name of byImportance) {
    used += (widths.get(name) ?? 0) + (stands.size > 0 ? BAR_GAP_PX : 0);
    if (stands.size > 0 && used > room) break;
    stands.add(name);
  }
  return stands;
};
