// What every door of the gateway shares.

import type { Comparer } from '../compute/comparer.ts';
import type { Hosts } from '../host/types.ts';
import type { PdfPress } from '../export/pdf.ts';
import type { SheetExports } from '../export/sheet-exports.ts';
import type { RoomRecords } from '../record/room-records.ts';
import type { Chance, Clock, Journal, Log, Solver, Timers } from '../ports.ts';
import type { Rehearsals } from '../rehearsal/rehearsals.ts';
import type { Mail } from '../mail/mail.ts';
import type { Passkeys } from './passkeys.ts';
import type { Sessions } from './sessions.ts';

export interface GatewayLimits {
  readonly commandsPerSecond: number;
  readonly commandBurst: number;
  readonly messageBytes: number;
  readonly bodyBytes: number;
  readonly connectionsPerSeat: number;
  readonly inviteLifeMs: number;
  readonly roomsPerHour: number;
  /** Files of sheets that one address may take out, or bring in. */
  readonly filesPerMinute: number;
}

export interface GatewayContext {
  readonly hosts: Hosts;
  readonly sessions: Sessions;
  readonly records: RoomRecords;
  readonly journal: Pick<Journal, 'read'>;
  readonly press: PdfPress;
  /** Reads files too large for the event loop. */
  readonly solver: Solver;
  /** Puts reports on very large sales together. */
  readonly reporter: Solver;
  /** Compares wordings too long for the event loop. */
  readonly comparer: Comparer;
  readonly exports: SheetExports;
  readonly passkeys: Passkeys;
  /** Rehearsals whose bots this server runs. */
  readonly rehearsals: Rehearsals;
  /** Absent where no mail server is named. */
  readonly mail?: Pick<Mail, 'outbox'> | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly log: Log;
  readonly limits: GatewayLimits;
  /** Origin under which people reach the page, without a slash at the end; links are made from it. */
  readonly origin: string;
  /** Every origin that may act by cookie: the public one and, on a loopback address, its other names. */
  readonly origins: readonly string[];
  /** The room that visitors may enter by choosing a seat; undefined outside of a demo. */
  readonly demoRoomId: string | undefined;
  readonly sessionDays: number;
  /** Folder of the built page. */
  readonly pageFolder: string;
  readonly isSecure: boolean;
  /** Whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}
