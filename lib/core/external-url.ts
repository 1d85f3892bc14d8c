import { refuse } from '../model/refusal.js';

/**
 * The URL under which people reach a component, without a slash at its end. Links, and logins, come back
 * to one place only.
 *
 * @param known what it was told before
 * @param path under which it serves, as `/alerts`; empty for the root
 * @throws when it is no http(s) address, carries more than a path, has another path, or is another than the one told before
 */
export function externalUrl(where: string, url: string, known?: string, path = ''): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return refuse(where, `url "${url}" is not an http(s) address`, 'give https://host[/path]');
  if (`${parsed.username}${parsed.password}${parsed.search}${parsed.hash}` !== '')
    refuse(
      where,
      `url of "${parsed.host}" carries a user, a query or a fragment`,
      'leave it out: the url stands in links, and in git',
    );
  if (parsed.pathname.replace(/\/$/, '') !== path)
    refuse(
      where,
      `url "${url}" has another path than "${path || '/'}", where it serves`,
      path === '' ? 'give it a host of its own' : `end the url in "${path}"`,
    );
  const address = parsed.href.replace(/\/$/, '');
  if (known !== undefined && known !== address)
    refuse(
      where,
      `url "${address}" is a second one beside "${known}"`,
      'route one host to it: its links lead to one',
    );
  return address;
}
