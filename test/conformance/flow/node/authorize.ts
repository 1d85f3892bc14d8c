import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import {
  AuthenticationV1Api,
  AuthorizationV1Api,
  type V1SubjectAccessReviewSpec,
} from '@kubernetes/client-node';
import { say } from './say.js';
import type { NodeContext } from './types.js';

/** Who asks, as reviews of access take it. */
type User = Pick<V1SubjectAccessReviewSpec, 'user' | 'groups' | 'uid' | 'extra'>;

/** An answer to one who is not let in. */
export interface Refusal {
  readonly status: 401 | 403 | 500;
  readonly message: string;
}

/** Paths with a name of their own in RBAC, `nodes/<name>`. All else is a `nodes/proxy`. */
const ownNames = {
  '/stats': 'stats',
  '/metrics': 'metrics',
  '/logs': 'log',
  '/checkpoint': 'checkpoint',
  '/statusz': 'statusz',
  '/flagz': 'configz',
} as const;

/** Paths for which either their own name or `nodes/proxy` lets one in: the fine-grained ones of 1.33. */
const finer = {
  '/pods': 'pods',
  '/allocatedPods': 'pods',
  '/runningpods': 'pods',
  '/healthz': 'healthz',
  '/configz': 'configz',
} as const;

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** The subresources of `nodes` of which one must be allowed to who asks for a path. */
function subresourcesOf(path: string): readonly string[] {
  const within = ([prefix]: readonly [string, string]) =>
    path === prefix || path.startsWith(`${prefix}/`);
  const [, fine] = Object.entries(finer).find(within) ?? [];
  const [, own = 'proxy'] = Object.entries(ownNames).find(within) ?? [];
  return fine ? [fine, own] : [own];
}

/**
 * Judges a request as a kubelet does, by asking the API server who that is and what he may do. Nothing is
 * remembered: a role that is taken away counts at once.
 *
 * @returns what to answer to one who may not; undefined for one who may
 */
export async function authorize(
  context: NodeContext,
  request: IncomingMessage,
  path: string,
): Promise<Refusal | undefined> {
  const user = byCertificate(request) ?? (await byToken(context, request));
  if (user === undefined) return { status: 401, message: 'Unauthorized' };
  const api = context.kube.makeApiClient(AuthorizationV1Api);
  const verb = verbs[request.method ?? ''] ?? '';
  const subresources = subresourcesOf(path);
  for (const subresource of subresources) {
    const attributes = { verb, version: 'v1', resource: 'nodes', name: context.facts.name };
    const spec = { ...user, resourceAttributes: { ...attributes, subresource } };
    try {
      const { status } = await api.createSubjectAccessReview({ body: { spec } });
      if (status?.allowed) return undefined;
    } catch (error) {
      say(`the API server does not judge ${user.user}: ${error}`);
      const message = `Authorization error (user=${user.user}, verb=${verb}, resource=nodes, subresource=${subresource})`;
      return { status: 500, message };
    }
  }
  const message = `Forbidden (user=${user.user}, verb=${verb}, resource=nodes, subresource(s)=[${subresources.join(' ')}])\n`;
  return { status: 403, message };
}

/** The name and organizations of a client certificate of the cluster's; any other counts as none. */
function byCertificate({ socket }: IncomingMessage): User | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const { subject } = socket.getPeerCertificate();
  const [user = ''] = [subject.CN ?? []].flat();
  return { user, groups: [...[subject.O ?? []].flat(), 'system:authenticated'] };
}

async function byToken(
  { kube }: NodeContext,
  { headers }: IncomingMessage,
): Promise<User | undefined> {
  const [, token] = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) return undefined;
  try {
    const review = { body: { spec: { token } } };
    const { status } = await kube.makeApiClient(AuthenticationV1Api).createTokenReview(review);
    if (!status?.authenticated || !status.user) return undefined;
    const { username, groups, uid, extra } = status.user;
    return {
      ...(username === undefined ? {} : { user: username }),
      ...(groups === undefined ? {} : { groups }),
      ...(uid === undefined ? {} : { uid }),
      ...(extra === undefined ? {} : { extra }),
    };
  } catch (error) {
    say(`the API server does not know whose a token is: ${error}`);
    return undefined;
  }
}
