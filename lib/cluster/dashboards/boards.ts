import type { ClusterBoards } from '../../core/index.js';
import type { Column } from '../../model/dashboard/index.js';

/** Uids of the dashboards that those of a cluster lead to. */
export interface Boards extends ClusterBoards {
  /** Of one node. @default - nobody shows nodes */
  readonly node?: string;
}

/** The column of a table that names nodes, and leads to them where somebody shows them. */
export const nodeColumn = ({ node }: Boards): Column => ({
  label: 'node',
  title: 'Node',
  ...(node !== undefined && {
    link: { uid: node, title: 'This node', labels: ['cluster', 'node'] },
  }),
});
