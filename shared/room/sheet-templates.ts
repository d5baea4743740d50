// What sheets of a room begin with when nobody is there to choose: the template of the bilateral sheet that was opened last
// (ROOM7). Keeps true: a template that an administrator keeps stands once in the room's state however many sheets begin
// with it, so that a certificate with many winners stays an entry that can be stored.

import type { Delivery } from '../kernel/decider.ts';
import type { Json } from '../kernel/json.ts';
import type { Template } from '../sheet/types.ts';
import type { RoomState, SheetListing } from './types.ts';

const BUILT_IN = 'usps-last-mile';

/** Id of the template that a sheet begins with which an award opens. */
export const templateForAwards = ({ sheetTemplates }: RoomState): string =>
  sheetTemplates?.bilateral ?? BUILT_IN;

/** The room after a sheet was listed. */
export const withListedTemplate = (room: RoomState, sheet: SheetListing): RoomState => {
  if (sheet.kind !== 'bilateral') return room;
  const copies = room.sheetTemplates?.copies ?? {};
  return { ...room, sheetTemplates: { bilateral: sheet.template, copies } };
};

interface Creation {
  readonly template: string;
  readonly copy?: Template;
}

/** The command that makes a bilateral sheet; undefined for every other one. */
const creationIn = (command: Json): Creation | undefined => {
  const isCreation =
    typeof command === 'object' &&
    command !== null &&
    'type' in command &&
    command['type'] === 'CreateSheet' &&
    command['kind'] === 'bilateral';
  // Whatever stands in the stream of a room was once decided as a command of a sheet.
  return isCreation ? (command as unknown as Creation) : undefined;
};

/** The room after it came to owe a command; the template that comes along is kept. */
export const withCopyOf = (room: RoomState, { command }: Delivery): RoomState => {
  const creation = creationIn(command);
  const known = room.sheetTemplates;
  if (!creation?.copy || !known) return room;
  const copies = { ...known.copies, [creation.template]: creation.copy };
  return { ...room, sheetTemplates: { ...known, copies } };
};

/** What a room owes, each new sheet with the template that it begins with. */
export const owedWithCopies = ({ owed, sheetTemplates }: RoomState): readonly Delivery[] => {
  const copies = sheetTemplates?.copies ?? {};
  return owed.map((delivery) => {
    const creation = creationIn(delivery.command);
    if (!creation || creation.copy || !Object.hasOwn(copies, creation.template)) return delivery;
    const command = { ...creation, copy: copies[creation.template] } as unknown as Json;
    return { ...delivery, command };
  });
};
