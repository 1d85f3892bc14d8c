import { expectAlert } from '../expect-alert.js';
import { lines } from '../inputs.js';

/** A container that says something. */
const container = (inputs: { says: string; namespace: string; cluster: string }) => {
  const { says, namespace, cluster } = inputs;
  return [lines({ cluster, namespace, app: 'loki', container: 'loki' }, says)];
};

export default [
  expectAlert('StackContainerPanicked')
    .given(container, {
      says: 'panic: runtime error: index out of range [3] with length 3',
      namespace: 'observability',
      cluster: 'example',
    })
    .firesAfter('0m')
    .with({ app: 'loki', container: 'loki', namespace: 'observability', severity: 'warning' })
    .alsoFiresWith({ says: 'fatal error: concurrent map writes' })
    .silentWith({ says: 'level=error msg="recovered from panic: index out of range"' })
    .silentWith({ namespace: 'shop' })
    .silentWith({ cluster: 'another' }),
];
