import type { StackFacts } from '../../../charts/index.js';
import { example } from '../../../sites/example.js';

/** The site whose stack runs: the example, with Alertmanagers that must agree with each other. */
export const flowSite: StackFacts = { ...example, replicas: { prometheus: 1, alertmanager: 3 } };
