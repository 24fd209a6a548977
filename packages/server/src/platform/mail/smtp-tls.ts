/**
 * The address of a mail server with what keeps our name and password out of
 * clear text: where `smtp://` carries some to another machine, the connection
 * must turn to TLS (STARTTLS) before they are sent, whatever the address says.
 */
export function withTls(smtpUrl: string, clearText: 'refuse' | 'allow' = 'refuse'): string {
  const url = new URL(smtpUrl);
  const hasAccount = url.username !== '' || url.password !== '';
  if (url.protocol === 'smtps:' || !hasAccount || clearText === 'allow' || isLoopback(url.hostname)) {
    return smtpUrl;
  }
  for (const weaker of ['ignoreTLS', 'opportunisticTLS']) url.searchParams.delete(weaker);
  url.searchParams.set('requireTLS', 'true');
  return url.href;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
