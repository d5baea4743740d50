// The few addresses of the page.

export type Page =
  | { readonly kind: 'home' }
  | { readonly kind: 'join' }
  | { readonly kind: 'admin' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'room'; readonly roomId: string; readonly seatId: string }
  | { readonly kind: 'replay'; readonly roomId: string; readonly seatId: string }
  | { readonly kind: 'report'; readonly roomId: string; readonly seatId: string }
  | { readonly kind: 'certificate'; readonly roomId: string; readonly seatId: string }
  | { readonly kind: 'unknown' };

const ROOM_PATH =
  /^\/rooms\/([a-z0-9][a-z0-9.-]{0,63})\/seats\/([a-z0-9][a-z0-9.-]{0,63})(?:\/(replay|report|certificate))?\/?$/;

/** Which page a path is. */
export const pageAt = (path: string): Page => {
  if (path === '/') return { kind: 'home' };
  if (path === '/join') return { kind: 'join' };
  if (path === '/verify' || path === '/verify/') return { kind: 'verify' };
  if (path === '/admin' || path === '/admin/') return { kind: 'admin' };
  const [, roomId, seatId, part] = ROOM_PATH.exec(path) ?? [];
  if (roomId === undefined || seatId === undefined) return { kind: 'unknown' };
  const isPart = part === 'replay' || part === 'report' || part === 'certificate';
  return { kind: isPart ? part : 'room', roomId, seatId };
};
