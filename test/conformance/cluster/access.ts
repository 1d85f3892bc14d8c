import type { Verdict } from './checks.js';
import type { Kubectl } from './kubectl.js';

/** One question to the API server: may this account do that? */
export interface Access {
  /** `system:serviceaccount:<namespace>:<name>` */
  readonly user: string;
  readonly verb: string;
  /** `pods`, `endpointslices.discovery.k8s.io`, `nodes/metrics`, or the path of a URL. */
  readonly what: string;
  /** Of every namespace where it is absent. */
  readonly namespace?: string;
}

const review = ({ user, verb, what, namespace }: Access) => {
  const [path = '', subresource] = what.split('/');
  const [resource = '', ...group] = path.split('.');
  const attributes = what.startsWith('/')
    ? { nonResourceAttributes: { path: what, verb } }
    : {
        resourceAttributes: {
          ...{ verb, resource, group: group.join('.') },
          ...(subresource ? { subresource } : {}),
          ...(namespace ? { namespace } : {}),
        },
      };
  const [, , ofNamespace] = user.split(':');
  const groups = ['serviceaccounts', `serviceaccounts:${ofNamespace}`, 'authenticated'];
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, groups: groups.map((group) => `system:${group}`), ...attributes },
  };
};

/** Asks the API server whether each of these is allowed, and says where the answer is not the one wanted. */
export async function access(
  kubectl: Kubectl,
  questions: readonly Access[],
  wanted: boolean,
): Promise<Verdict> {
  const text = questions.map((q) => JSON.stringify(review(q))).join('\n');
  const answers = await kubectl.ok(
    ['create', '-f', '-', '--output=go-template={{.status.allowed}}{{"\\n"}}'],
    text,
  );
  const allowed = answers.trim().split('\n');
  if (allowed.length !== questions.length)
    throw new Error(`${allowed.length} answers to ${questions.length} questions`);
  const faults = questions
    .filter((_, i) => allowed[i] !== String(wanted))
    .map(
      ({ user, verb, what, namespace }) =>
        `${user.replace('system:serviceaccount:', '')} ${wanted ? 'cannot' : 'can'} ${verb} ${what} in ${namespace ?? 'every namespace'}`,
    );
  return { saw: questions.length, faults: [...new Set(faults)] };
}
