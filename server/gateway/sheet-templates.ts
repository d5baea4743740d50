// Templates of term sheets that an administrator keeps: looked up for whoever opens a sheet. A sheet gets a copy, so what
// becomes of the template later changes no sheet.

import type { RoomCommand } from '../../shared/room/types.ts';
import type { SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import type { Template } from '../../shared/sheet/types.ts';
import type { GatewayContext } from './context.ts';
import { templateById } from '../../shared/sheet/template.ts';
import { readTemplate } from '../../shared/sheet/template-schema.ts';

export type KnownTemplates = Readonly<Record<string, Template>>;

/** All templates that are kept, by their ids. */
export const keptSheetTemplates = async ({
  hosts,
}: Pick<GatewayContext, 'hosts'>): Promise<KnownTemplates> => {
  const { state } = await hosts.site().confirmed();
  return Object.fromEntries(
    Object.entries(state.sheetTemplates).flatMap(([id, { template }]) => {
      const read = readTemplate(template);
      return read.ok ? [[id, read.template] as const] : [];
    }),
  );
};

/** A command that opens a sheet gets the template it names, where the server keeps it (STP3). */
export const withTemplate = async (
  context: Pick<GatewayContext, 'hosts'>,
  command: SeatRoomCommand,
): Promise<RoomCommand> => {
  if (command.type !== 'OpenSheet' || templateById(command.sheet.template)) return command;
  const kept = await keptSheetTemplates(context);
  const { template } = command.sheet;
  const copy = Object.hasOwn(kept, template) ? kept[template] : undefined;
  return copy ? { ...command, copy } : command;
};
