import type { Transport } from './peer.js';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/**
 * One part of a DNS name, as Kubernetes wants Services and namespaces named. Length is not judged.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export const dnsLabel = new RegExp(`^${label}$`);

/** Such parts joined by dots, as most other objects may be named. Length is not judged. */
export const dnsSubdomain = new RegExp(`^${label}(\\.${label})*$`);

/** Whether an object could have this name, if its kind asks no more than most. */
export const isObjectName = (name: string): boolean =>
  name.length <= 253 && dnsSubdomain.test(name);

/**
 * Whether a label could have this key: a name of at most 63 characters, after a domain and a slash or alone.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export const isLabelKey = (key: string): boolean =>
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(
    key,
  );

/** Whether a label could have this value; nothing at all is one. */
export const isLabelValue = (value: string): boolean =>
  /^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/.test(value);

/**
 * Name of a port: at most 15 lower-case letters, digits and single dashes, at least one a letter.
 *
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation#IsValidPortName
 */
export const portName = /^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** A port for each transport; the second and later get the transport's name, as names are unique. */
export const portPerTransport = (
  name: string,
  transports: readonly Transport[],
): readonly { readonly name: string; readonly protocol: Transport }[] =>
  transports.map((protocol, i) => ({
    name: i === 0 ? name : `${name}-${protocol.toLowerCase()}`,
    protocol,
  }));
