import { describeError } from './describe-error.ts';

/** Fields whose value is never written, whatever it is. Compared without case, `_` and `-`. */
const secretName =
  /(?:password|passwd|pwd|passphrase|secret|token|apikey|cookie|authorization|credential|privatekey|otp|totp|recoverycode|challenge|csrf|hash)/;
const notSecret = new Set(['tokentype', 'tokenid', 'requesthash', 'forgottenpasswords', 'haspassword']);

export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[_\-\s.]/g, '');
  return secretName.test(plain) && !notSecret.has(plain);
}

const hidden = '[hidden]';

/**
 * What can be told by its form, wherever it stands. Each is looked for only
 * where its sign stands, which is found far faster: a line of the log costs a
 * few microseconds. Repetitions are bounded, so that no line, however long or
 * odd, takes more than time in proportion to it.
 */
const patterns: readonly { sign: readonly string[]; pattern: RegExp; replacement: string }[] = [
  {
    sign: ['://'],
    pattern: /:\/\/[^\s:/@"']{0,200}:[^\s@/"']{1,200}@/g,
    replacement: `://${hidden}@`,
  },
  {
    sign: ['@', '%40'],
    pattern: /[\w.+%-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g,
    replacement: '[email]',
  },
  {
    sign: ['earer', 'EARER', 'asic', 'ASIC'],
    pattern: /\b(Bearer|Basic)(?:\s|%20){1,3}[^\s"'\\,;]{1,4000}/gi,
    replacement: `$1 ${hidden}`,
  },
  {
    sign: ['eyJ'],
    pattern: /\beyJ[\w-]{5,4000}\.[\w-]{5,4000}(?:\.[\w-]{1,4000})?/g,
    replacement: '[token]',
  },
  { sign: ['$argon2'], pattern: /\$argon2\w{0,3}\$[^\s"'\\]{1,300}/g, replacement: '[hash]' },
  { sign: ['$2'], pattern: /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/g, replacement: '[hash]' },
  { sign: ['otpauth:'], pattern: /otpauth:\/\/[^\s"'\\]{1,2000}/gi, replacement: '[otpauth]' },
];

/** Tokens of ours, and any 32 random bytes in base64url. */
const randomText = /[\w-]{43,}|[0-9a-f]{32}\.[\w-]{20,200}/g;
const isToken = (text: string) => text.length === 43 || text.includes('.');

function maskPatterns(text: string): string {
  if (text.length < 5) return text;
  let masked = text;
  for (const { sign, pattern, replacement } of patterns) {
    if (sign.some((part) => text.includes(part))) masked = masked.replace(pattern, replacement);
  }
  if (text.length < 43) return masked;
  return masked.replace(randomText, (found) => (isToken(found) ? '[token]' : found));
}

/** From within the name of a secret to the end of its text, in a finished line. */
const secretField =
  /((?:pass|pwd|secret|token|key|cookie|auth|credential|otp|recovery|challenge|csrf|hash)[^"\\]{0,40})":"(?:[^"\\]|\\.)+"/gi;

/** Masks a finished line. Nothing but characters inside of strings is taken away, so that it stays JSON. */
export function maskLine(line: string): string {
  const masked = maskPatterns(line);
  return masked.replace(secretField, (whole, end: string, offset: number) => {
    const name = masked.slice(masked.lastIndexOf('"', offset) + 1, offset) + end;
    return isSecretName(name) ? `${end}":"${hidden}"` : whole;
  });
}

/** `password=…`, `"token": "…"`, in query strings, messages and quoted JSON. */
const namedValue =
  /((?:password|passwd|pwd|secret|token|api[_-]?key|cookie|authorization|recovery[_-]code|challenge|csrf)[\w-]{0,20})(\\{0,4}["']?\s{0,3}[=:]\s{0,3}\\{0,4}["']?)([^\s"'\\&,;{}[\]]{1,4000})/gi;

export function maskText(text: string): string {
  // A named value takes at least `token=x`.
  if (text.length < 5) return text;
  return maskPatterns(text).replace(namedValue, `$1$2${hidden}`);
}

const deepest = 8;
const mostEntries = 200;

/** A copy of what is logged, without secrets in any depth: by name of the field and by form of the text. */
export function maskFields(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '[deeper]';
  if (value instanceof Error) return maskFields(describeError(value), depth + 1);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((entry) => maskFields(entry, depth + 1));
  if (value instanceof Map) return maskFields(Object.fromEntries(value), depth);
  if (value instanceof Set) return maskFields([...value], depth);
  const copy: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value).slice(0, mostEntries)) {
    copy[name] = isSecretName(name) && isValue(entry) ? hidden : maskFields(entry, depth + 1);
  }
  return copy;
}

/** Whether there is something to hide: that a token is missing may be told. */
function isValue(entry: unknown): boolean {
  return entry !== undefined && entry !== null && typeof entry !== 'boolean';
}
