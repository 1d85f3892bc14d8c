import type { Access } from '../../cluster/access.js';
import type { Verdict } from '../../cluster/checks.js';

/** What the API server answers to a review of somebody else: may that account do this, is that token good. */
interface Review {
  readonly spec: {
    readonly user?: string;
    readonly token?: string;
    readonly resourceAttributes?: Readonly<Record<string, string>>;
    readonly nonResourceAttributes?: { readonly path: string; readonly verb: string };
  };
  readonly status: { readonly allowed?: boolean; readonly authenticated?: boolean };
}

/** A line of the API server's audit log, by what is read of it. */
export interface AuditEvent {
  readonly auditID: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username?: string };
  readonly objectRef?: Readonly<Record<string, string>>;
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: Readonly<Record<string, string>>;
  /** Of reviews alone: the audit policy keeps the answers of no other requests. */
  readonly responseObject?: Review;
}

/** One thing that an account did, or that a node asked about for it. */
export interface Use extends Access {
  /** The object's own, where there is one. */
  readonly name?: string;
}

interface Request {
  readonly use: Use;
  readonly allowed: boolean;
  /** Where to look for it: its URI, or who asked. */
  readonly example: string;
}

/** Reads `audit.jsonl`; its last line may still be being written, and is left where it has no end. */
export const parseAudit = (text: string): readonly AuditEvent[] =>
  // The API server's own JSON.
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as AuditEvent);

/** `pods`, `endpointslices.discovery.k8s.io`, `nodes/metrics`: a resource as questions of access name it. */
export const resourceText = (resource: string, group = '', subresource = ''): string =>
  `${resource}${group && `.${group}`}${subresource && `/${subresource}`}`;

const placed = ({ namespace, name }: { readonly namespace?: string; readonly name?: string }) => ({
  ...(namespace ? { namespace } : {}),
  ...(name ? { name } : {}),
});

/** The account that a token was made for, by its own words: a review of a bad one names nobody. */
function subjectOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  try {
    // The claims of a token of ours; what is none is not JSON.
    return (JSON.parse(claims) as { sub?: string }).sub ?? '';
  } catch {
    return '';
  }
}

/** What a review was about, as if the account it names had asked itself. */
function reviewed({ spec, status }: Review, asker: string): Request {
  const example = `asked by ${asker}`;
  const user = spec.user ?? '';
  if (spec.token !== undefined) {
    const what = 'tokenreviews.authentication.k8s.io';
    const use = { user: subjectOf(spec.token), verb: 'pass', what };
    return { use, allowed: status.authenticated === true, example };
  }
  const allowed = status.allowed === true;
  if (spec.nonResourceAttributes) {
    const { path, verb } = spec.nonResourceAttributes;
    return { use: { user, verb, what: path }, allowed, example };
  }
  const { resource = '', group, subresource, verb = '', ...of } = spec.resourceAttributes ?? {};
  const what = resourceText(resource, group, subresource);
  return { use: { user, verb, what, ...placed(of) }, allowed, example };
}

function requested(event: AuditEvent): Request {
  const { verb, requestURI, objectRef, annotations } = event;
  const { resource, apiGroup, subresource, ...of } = objectRef ?? {};
  const what = resource
    ? resourceText(resource, apiGroup, subresource)
    : (requestURI.split('?')[0] ?? '');
  const refused =
    event.responseStatus?.code === 403 ||
    annotations?.['authorization.k8s.io/decision'] === 'forbid';
  const use = { user: event.user.username ?? '', verb, what, ...placed(of) };
  return { use, allowed: !refused, example: requestURI };
}

const reviews = ['subjectaccessreviews', 'tokenreviews'];

/** Every request once, a watch that began and ended too; a review also as what it was about. */
function requests(events: readonly AuditEvent[]): readonly Request[] {
  const once = new Map(events.map((event) => [event.auditID, event]));
  return [...once.values()].flatMap((event) => {
    const own = requested(event);
    const review = reviews.includes(event.objectRef?.resource ?? '') ? event.responseObject : null;
    // One that failed is answered by a Status, which is about nothing.
    return review?.spec ? [own, reviewed(review, own.use.user)] : [own];
  });
}

/** Requests of the accounts of some namespaces that were refused, one line for each kind of them. */
export function denied(events: readonly AuditEvent[], namespaces: readonly string[]): Verdict {
  const accounts = namespaces.map((namespace) => `system:serviceaccount:${namespace}:`);
  const ours = requests(events).filter(({ use }) => accounts.some((a) => use.user.startsWith(a)));
  const kinds = new Map<string, readonly string[]>();
  for (const { use, allowed, example } of ours)
    if (!allowed) {
      const kind = `${accountText(use.user)} may not ${use.verb} ${use.what}`;
      kinds.set(kind, [...(kinds.get(kind) ?? []), example]);
    }
  const faults = [...kinds].map(
    ([kind, examples]) => `${kind}: ${examples.length} times, such as ${examples[0]}`,
  );
  return { saw: ours.length, faults: faults.sort() };
}

/** What accounts did and were let do. */
export const used = (events: readonly AuditEvent[]): readonly Use[] =>
  requests(events)
    .filter(({ allowed }) => allowed)
    .map(({ use }) => use);

/** `namespace:name` of a ServiceAccount. */
export const accountText = (user: string): string => user.replace('system:serviceaccount:', '');
