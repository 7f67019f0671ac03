import { z } from 'zod';

const MAX_EMAIL_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** An RFC 5321 dot-atom. Quoted local parts and ones that are not ASCII are refused. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** Letters, digits, hyphens and dots of any script. `URL` would also decode `%41` and read `[::1]` or a port. */
const DOMAIN_CHARACTERS = /^[\p{L}\p{M}\p{N}.\u3002\uff0e\uff61-]+$/u;
/** What `URL` returns for a domain name, but not for an IPv4 address: at least two labels, the last one not a number. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const TOP_LABEL = /^[a-z][a-z0-9-]*[a-z0-9]$/;

/** Invisible characters that come along when an address is copied: zero-width ones, soft hyphen, byte order mark. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200d\u2060\ufeff]/g;
/** Characters that never belong to an address: controls, line breaks and bidi controls. */
export const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const ALL_CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Removes invisible characters, and spaces (also no-break ones) at both ends. */
const cleaned = (text: string) => text.replace(INVISIBLE, '').trim();

/**
 * The form in which an address is stored and compared: lower case, the domain in punycode. `null` if it is not an
 * address.
 */
function canonicalEmail(text: string): string | null {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  // The lengths first: the patterns run on short text only.
  if (at < 1 || local.length > MAX_LOCAL_LENGTH || domain.length > MAX_EMAIL_LENGTH) return null;
  if (!LOCAL_PART.test(local)) return null;
  const ascii = domainToAscii(domain);
  if (ascii === null) return null;
  const email = `${local.toLowerCase()}@${ascii}`;
  return email.length <= MAX_EMAIL_LENGTH ? email : null;
}

/** The domain in lower case and punycode, by the rules of URLs (UTS 46); `null` if it is no domain name. */
function domainToAscii(domain: string): string | null {
  const url = `http://${domain}/`;
  if (!DOMAIN_CHARACTERS.test(domain) || !URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  const labels = hostname.split('.');
  const isName =
    labels.length > 1 && labels.every((label) => LABEL.test(label)) && TOP_LABEL.test(labels.at(-1) ?? '');
  return isName ? hostname : null;
}

/** An e-mail address in a request, parsed to its stored form. */
export const Email = z
  .string()
  .refine((text) => !CONTROLS.test(text), {
    message: 'Must not contain line breaks or control characters.',
    abort: true,
  })
  .transform((text, ctx) => {
    const address = cleaned(text);
    const email = canonicalEmail(address);
    if (email !== null) return email;
    const message = /\s/.test(address) ? 'Must not contain spaces.' : 'Must be an e-mail address.';
    ctx.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .meta({ format: 'email', maxLength: MAX_EMAIL_LENGTH });

/** The stored form of the address in a sign-in. An invalid one is only cleaned: no account has it. */
export function emailToFind(text: string): string {
  const address = cleaned(text.replace(ALL_CONTROLS, ''));
  return canonicalEmail(address) ?? address.toLowerCase();
}
