// Where the marks of notices are kept, for the book of them and for whoever forgets them.

export const NOTICES_PREFIX = 'parley-notices:';

/** Whether the page was opened by the link with which a mail leads to its settings (server/mail/letters.ts). */
export const isAskedByMail = (): boolean => location.hash === '#notices';
