import { refuse } from '../core/index.js';

/**
 * The URL under which people reach it.
 *
 * @param known what was told before: links and logins come back to one place only
 * @throws when it is no http(s) address, has a path, or is another than the one told before
 */
export function rootUrl(where: string, url: string, known?: URL): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    return refuse(where, `url "${url}" is not an http(s) address`, 'give https://host');
  if (parsed.pathname !== '/')
    refuse(where, `url "${url}" has a path`, 'give it a host of its own: it serves from the root');
  if (known && known.href !== parsed.href)
    refuse(
      where,
      `url "${url}" is a second one beside "${known.href}"`,
      'route one host to it: links and logins come back to one',
    );
  return parsed;
}
