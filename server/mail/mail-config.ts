// Reads the address of a mail server. Strict: what is not understood is refused at the start, and what is taken goes to
// the library field by field, so that no option of its own can come in by the address.

export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (smtps). */
  readonly isSecure: boolean;
  /** The line must be made secure before anything is sent over it. */
  readonly needsTls: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Who letters come from. */
  readonly from: string;
}

export type MailServer = Omit<MailConfig, 'from'>;

const PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return undefined;
    throw cause;
  }
};

/** `smtp://` or `smtps://` with host, and user and password together or not at all; undefined for anything else. */
export const parseMailUrl = (text: string): MailServer | undefined => {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return undefined;
  if (hostname === '' || !['', '/'].includes(pathname) || search !== '' || hash !== '') {
    return undefined;
  }
  if ((username === '') !== (password === '')) return undefined;
  const [user, pass] = [decoded(username), decoded(password)];
  if (user === undefined || pass === undefined) return undefined;
  const host = hostname.replace(/^\[|\]$/g, '');
  const isSecure = protocol === 'smtps:';
  return {
    ...{ host, port: port === '' ? PORTS[protocol] : Number(port), isSecure },
    // A password goes over no open line, and neither do addresses of people: only this machine is trusted as it is.
    needsTls: !isSecure && !isLoopback(host),
    ...(user !== '' && { auth: { user, pass } }),
  };
};
