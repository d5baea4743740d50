// What a common sheet keeps of its agreed text, to tell its room.

/** How often the agreed text of a common sheet changed, and how far the room has heard of it (TRM3). */
export interface AgreedText {
  /** 64 hexadecimal digits; null while a required term is open. */
  readonly hash: string | null;
  readonly revision: number;
  readonly toldRevision: number;
}

/** The room has heard of the agreed text of this revision. */
export interface AgreedTextTold {
  readonly type: 'AgreedTextTold';
  readonly revision: number;
}

/** By the server only: the room has taken in what was owed to it. */
export interface SettleText {
  readonly type: 'SettleDelivery';
  readonly deliveryId: string;
}

export interface TellsText {
  /** Of the common sheet, once all of it was agreed for the first time. */
  readonly agreedText?: AgreedText;
}

export interface ShowsText {
  /** Of the common sheet, once all that is required is agreed: the hash of its text (TRM1). */
  readonly agreedHash?: string;
}
