import { refuse } from '../model/refusal.js';

/** A container image, pinned. */
export interface Image {
  /** Registry host. */
  readonly registry: string;
  /** Path within the registry. */
  readonly repository: string;
  readonly tag: string;
  /** Digest of the index, `sha256:…`. @default - none known */
  readonly digest?: string;
}

/** The first part is a registry where it has a dot or a port, or is `localhost`: else it is a repository. */
const registryHost = '(?:localhost|[\\w-]+(?:\\.[\\w-]+)+)(?::\\d+)?|[\\w-]+:\\d+';
const repositoryPath = '[a-z0-9]+(?:[._/-]+[a-z0-9]+)*';
const reference = new RegExp(
  `^(${registryHost})/(${repositoryPath}):(\\w[\\w.-]{0,127})(?:@(sha256:[0-9a-f]{64}))?$`,
);

/**
 * An image from how people write it.
 *
 * @throws when it names no registry, no tag, or the tag `latest`: what runs must not change by itself
 * @example
 * parseImage('loki', 'registry.example.com/grafana/loki:3.7.8')
 */
export function parseImage(where: string, text: string): Image {
  const [, registry, repository, tag, digest] = reference.exec(text) ?? [];
  if (!registry || !repository || !tag || tag === 'latest')
    return refuse(
      where,
      `image "${text}" is not pinned`,
      'give registry/repository:tag[@sha256:…], never "latest"',
    );
  return { registry, repository, tag, ...(digest ? { digest } : {}) };
}

/** The image as a container names it, from the site's mirror where there is one. */
export const imageReference = (image: Image, mirror?: string): string =>
  `${mirror ?? image.registry}/${image.repository}:${image.tag}${image.digest ? `@${image.digest}` : ''}`;
