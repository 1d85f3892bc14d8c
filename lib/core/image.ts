/** A container image, pinned. */
export interface Image {
  /** Registry host. */
  readonly registry: string;
  /** Path within the registry. */
  readonly repository: string;
  readonly tag: string;
}

/** The image as a container names it, from the site's mirror where there is one. */
export const imageReference = (image: Image, mirror?: string): string =>
  `${mirror ?? image.registry}/${image.repository}:${image.tag}`;
