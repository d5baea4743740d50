// Who may come in: the installation (administrator, rooms, outages) and browser sessions, each a stream of its own.

import type { RoomId, SeatId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { PublicKey } from '../record/keys.ts';

export type SiteCommand =
  | { readonly type: 'SetAdminSecret'; readonly secretHash: string }
  | { readonly type: 'ReplaceAdminSecret'; readonly secretHash: string }
  | {
      readonly type: 'ListRoom';
      readonly roomId: RoomId;
      readonly title: string;
      readonly isDemo: boolean;
    }
  | { readonly type: 'RecordOutage'; readonly fromMs: EpochMs; readonly toMs: EpochMs }
  | { readonly type: 'RegisterKey'; readonly keyId: string; readonly publicKey: string }
  | { readonly type: 'RetireKey'; readonly keyId: string }
  | {
      readonly type: 'SaveTemplate';
      readonly templateId: string;
      readonly name: string;
      /** Of the form of shared/templates/; read by whoever gives the command. */
      readonly template: Json;
    }
  | { readonly type: 'ForgetTemplate'; readonly templateId: string }
  | {
      readonly type: 'SaveSheetTemplate';
      readonly templateId: string;
      /** The version that was edited; 0 for a new template. */
      readonly after: number;
      readonly title: string;
      /** A Template of shared/sheet/; read by whoever gives the command. */
      readonly template: Json;
    }
  | { readonly type: 'ForgetSheetTemplate'; readonly templateId: string }
  | { readonly type: 'TickSite' };

export type SiteEvent =
  | { readonly type: 'AdminSecretSet'; readonly secretHash: string }
  | {
      readonly type: 'RoomListed';
      readonly roomId: RoomId;
      readonly title: string;
      readonly isDemo: boolean;
    }
  | { readonly type: 'OutageRecorded'; readonly fromMs: EpochMs; readonly toMs: EpochMs }
  | { readonly type: 'KeyRegistered'; readonly keyId: string; readonly publicKey: string }
  | { readonly type: 'KeyRetired'; readonly keyId: string }
  | {
      readonly type: 'TemplateSaved';
      readonly templateId: string;
      readonly name: string;
      readonly template: Json;
    }
  | { readonly type: 'TemplateForgotten'; readonly templateId: string }
  | {
      readonly type: 'SheetTemplateSaved';
      readonly templateId: string;
      readonly version: number;
      readonly title: string;
      readonly template: Json;
    }
  | { readonly type: 'SheetTemplateForgotten'; readonly templateId: string };

export interface SiteState {
  /** SHA-256 of the administrator's secret; empty before the first start. */
  readonly adminSecretHash: string;
  readonly rooms: Readonly<
    Record<RoomId, { readonly title: string; readonly isDemo: boolean; readonly atMs: EpochMs }>
  >;
  /** Rooms to make others from, by their ids. */
  readonly templates: Readonly<
    Record<string, { readonly name: string; readonly template: Json; readonly atMs: EpochMs }>
  >;
  /** Templates of term sheets by their ids, the newest version of each. */
  readonly sheetTemplates: Readonly<
    Record<
      string,
      {
        readonly version: number;
        readonly title: string;
        readonly template: Json;
        readonly atMs: EpochMs;
      }
    >
  >;
  /** Every key that a node ever signed with, by its id (record/keys.ts); never taken out. */
  readonly keys: Readonly<Record<string, Omit<PublicKey, 'keyId'>>>;
  /** The last 100 times in which no node was alive, oldest first. */
  readonly outages: readonly { readonly fromMs: EpochMs; readonly toMs: EpochMs }[];
}

/** A browser's or bot's session. The stream is named by the SHA-256 of its secret. */
export type SessionCommand =
  | {
      readonly type: 'HoldSeat';
      readonly roomId: RoomId;
      readonly seatId: SeatId;
      readonly grantId: string;
    }
  | { readonly type: 'BecomeAdmin'; readonly secretHash: string }
  | { readonly type: 'SignOut' }
  | { readonly type: 'TickSession' };

export type SessionEvent =
  | {
      readonly type: 'SeatHeld';
      readonly roomId: RoomId;
      readonly seatId: SeatId;
      readonly grantId: string;
    }
  /** Grants of before secrets could be replaced name none, and count for none. */
  | { readonly type: 'AdminGranted'; readonly secretHash?: string }
  | { readonly type: 'SignedOut' };

export interface SessionState {
  readonly exists: boolean;
  readonly isAdmin: boolean;
  /** Hash of the secret that it became administrator by: once another one is set, it is none any more (ACC7). */
  readonly adminBy?: string;
  readonly isSignedOut: boolean;
  /** Keyed `roomId/seatId`. */
  readonly seats: Readonly<
    Record<string, { readonly roomId: RoomId; readonly seatId: SeatId; readonly grantId: string }>
  >;
}
