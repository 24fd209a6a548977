/** What attackers' programs put into addresses and nobody else does. Bounded, so that no address takes long. */
const patterns: readonly RegExp[] = [
  // A quote or number followed by SQL.
  /['"`)\d]\s{0,8}(?:or|and)\s{1,8}['"`(]?\w{1,20}['"`)]?\s{0,4}(?:=|like|<|>)/i,
  /\bunion\s{1,8}(?:all\s{1,8})?select\b/i,
  /;\s{0,8}(?:drop|delete|insert|update|alter|truncate|exec|shutdown)\s/i,
  /\b(?:pg_sleep|waitfor\s{1,4}delay|benchmark|xp_cmdshell|load_file|into\s{1,4}outfile)\b/i,
  /\binformation_schema\b|\bpg_catalog\b|\bpg_shadow\b/i,
  /<\s{0,4}script\b|\bonerror\s{0,4}=|javascript:/i,
  /\.\.[/\\]|[/\\]etc[/\\]passwd|\bwin\.ini\b/i,
  /\$\{(?:jndi|env|sys|lower):|\{\{.{1,80}\}\}/i,
  /[;|`]\s{0,4}(?:cat|ls|id|whoami|wget|curl|nc|bash|sh|powershell)\b/i,
  /\/\.(?:env|git|aws|ssh|svn|htaccess)\b|\/wp-(?:admin|login|content)|\/phpmyadmin|\/cgi-bin|\.php\b/i,
];

const longestLooked = 2_000;

/** Whether an address, path and query, looks like an attempt to inject or to reach what is not served. */
export function looksLikeAttack(address: string): boolean {
  const text = decoded(address.slice(0, longestLooked));
  return patterns.some((pattern) => pattern.test(text));
}

/** Decoded twice: double encoding is a way past those who decode once. */
function decoded(text: string): string {
  let current = text.replaceAll('+', ' ');
  for (let round = 0; round < 2; round++) {
    try {
      current = decodeURIComponent(current);
    } catch {
      return current;
    }
  }
  return current;
}
