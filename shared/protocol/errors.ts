// Bad, unauthorised or too much input. Hits the one session that sent it, never the domain.

export type ProtocolErrorCode =
  | 'protocol/malformed'
  | 'protocol/version'
  | 'protocol/too-large'
  | 'protocol/rate'
  | 'protocol/unavailable'
  | 'protocol/busy'
  | 'protocol/file-too-long'
  | 'protocol/fault'
  | 'auth/required'
  | 'auth/denied'
  | 'auth/origin'
  | 'auth/revoked'
  | 'auth/invite'
  | 'not-found';

export interface ProtocolError {
  readonly code: ProtocolErrorCode;
  /** One sentence for a person: what happened and what to do. */
  readonly message: string;
  readonly retry: 'never' | 'now' | 'later';
  readonly afterMs?: number;
  /** Names an entry in the server's log. */
  readonly faultId?: string;
}

/** Close codes of the y-websocket endpoint. 4400–4499 make the stock provider stop for good. */
export const CLOSE = {
  malformed: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  notFound: 4404,
  /** An edit was refused: the document must be rebuilt from the server. The reason is the rejection's code. */
  refused: 4409,
  tooLarge: 4413,
  rate: 4429,
  /** The reader did not keep up; it may come back at once. */
  slow: 4508,
  /** The node is about to stop; it may come back at once. */
  goingDown: 4503,
} as const;
