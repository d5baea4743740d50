// Checks recorded histories: whether what clients gave and were told, and the versions that the record gave it, can be
// one order in which every command takes effect at an instant between its giving and its answer. Since every command in
// the record has its version, that needs no search: version order must not go against real time.

/** A command as its giver knows it. Instants count everything that happens to all clients, by one counter. */
export interface Act {
  readonly id: string;
  readonly sentAt: number;
  /** Undefined while there is no answer. */
  readonly answeredAt?: number | undefined;
  /** The answer says that it is in the record. */
  readonly isRecorded: boolean;
}

/** Where the record has a command. */
export interface Recorded {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
}

interface Placed {
  readonly act: Act;
  readonly version: number;
}

/** Everything that is wrong with a history, in words; nothing when it is linearizable. */
export const faultsIn = (acts: readonly Act[], record: readonly Recorded[]): readonly string[] => {
  const known = new Map(acts.map((act) => [act.id, act]));
  const places = Map.groupBy(record, ({ id }) => id);
  const faults: string[] = [];
  for (const { id, isRecorded, answeredAt } of acts) {
    const times = places.get(id)?.length ?? 0;
    if (times > 1) faults.push(`${id} is in the record ${String(times)} times`);
    if (isRecorded && times === 0) faults.push(`${id} was answered and is lost`);
    if (!isRecorded && answeredAt !== undefined && times > 0) {
      faults.push(`${id} is in the record and its giver was told otherwise`);
    }
  }
  for (const id of places.keys()) if (!known.has(id)) faults.push(`${id} was given by nobody`);
  for (const [stream, entries] of Map.groupBy(record, (entry) => entry.stream)) {
    const placed = entries.flatMap(({ id, version }) => {
      const act = known.get(id);
      return act ? [{ act, version }] : [];
    });
    faults.push(...disorderIn(stream, placed));
  }
  return faults;
};

/** Commands that stand in the record before one that was answered before they were given. */
const disorderIn = (stream: string, placed: readonly Placed[]): readonly string[] => {
  const byGiving = placed.toSorted((a, b) => a.act.sentAt - b.act.sentAt);
  const byAnswer = placed
    .filter(({ act }) => act.answeredAt !== undefined)
    .sort((a, b) => (a.act.answeredAt ?? 0) - (b.act.answeredAt ?? 0));
  const faults: string[] = [];
  let answered = 0;
  let latest: Placed | undefined;
  for (const given of byGiving) {
    // The highest version among all that were answered by now; whatever is given now comes after it.
    for (
      let next = byAnswer[answered];
      next && (next.act.answeredAt ?? Infinity) < given.act.sentAt;
      next = byAnswer[answered]
    ) {
      if (!latest || next.version > latest.version) latest = next;
      answered += 1;
    }
    if (latest && given.version <= latest.version) {
      const [late, early] = [given, latest].map(
        ({ act, version }) => `${act.id} (version ${String(version)})`,
      );
      faults.push(`${stream}: ${late ?? ''} was given after ${early ?? ''} was answered`);
    }
  }
  return faults;
};

export interface Shown<View> {
  /** What the record had, oldest first. */
  readonly recorded: readonly View[];
  /** What a client was shown, in order. */
  readonly shown: readonly View[];
  readonly isSame: (a: View, b: View) => boolean;
}

/**
 * What was shown and the record never had at that point or later: views that are wrong, or go back behind what the same
 * client had seen. Answers the places in `shown`; after a wrong one the rest is measured by what came before it.
 */
export const strangersIn = <View>({ recorded, shown, isSame }: Shown<View>): readonly number[] => {
  const strangers: number[] = [];
  let at = 0;
  shown.forEach((view, place) => {
    for (let version = at; version < recorded.length; version += 1) {
      if (!isSame(recorded[version] as View, view)) continue;
      at = version;
      return;
    }
    strangers.push(place);
  });
  return strangers;
};
