import severedBlog from '../../../../examples/severed-blog/main.js';
import * as facts from '../../../../examples/severed-blog/site.js';
import type { Change } from '../../cluster/stack.js';
import type { Whole } from '../system/sites.js';
import { type Other, surroundings } from '../system/surroundings.js';

const { dataPlane } = facts.traefik;
const { storageClass } = facts.site;
if (dataPlane.kind !== 'pods' || storageClass === undefined)
  throw new Error('severed-blog names no pods of its ingress, or no storage class');

/** Where Traefik would be: whoever asks for the blog's pages comes from here. */
export const traefik: Other = {
  namespace: dataPlane.namespace,
  name: dataPlane.labels['app.kubernetes.io/name'] ?? '',
  containerPort: 8000,
};

/** The example, in a cluster whose autoscaler looks more often than the usual once in 15 seconds. */
export const severedBlogWhole: Whole = {
  make: () => severedBlog(),
  surroundings: surroundings(storageClass, traefik),
  controllers: {
    'horizontal-pod-autoscaler-sync-period': '5s',
    // By default the CPU of a pod counts for little in its first five minutes.
    'horizontal-pod-autoscaler-cpu-initialization-period': '30s',
  },
};

/** Has the blog's autoscaler take pods away within a test: as it is written it waits for five minutes. */
export const hasty: Change = (get) => {
  const { behavior } = get('HorizontalPodAutoscaler', 'severed-blog').spec;
  behavior.scaleDown.stabilizationWindowSeconds = 15;
};
