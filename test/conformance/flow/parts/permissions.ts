import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { denied, parseAudit, used } from '../access/audit.js';
import { type Explanation, explained, granted, unused } from '../access/rbac-report.js';
import { hasAlloy } from '../system/alloy.js';
import type { System } from '../system/system.js';
import { stackParts } from './stack.js';
import { tell } from './tell.js';

/** The API server's own record of who asked what, and was let. */
export const auditOf = ({ folder }: System) =>
  parseAudit(readFileSync(join(folder, 'log', 'audit.jsonl'), 'utf8'));

/** Namespaces of the stack's accounts. */
export const ownNamespaces = [stackParts.prometheus.namespace, stackParts.alloy.namespace];

/** Whose roles are judged, and what of them is known to be idle. */
interface Judged {
  readonly namespaces: readonly string[];
  readonly explanations: readonly Explanation[];
  /** Whether an account's program runs. @default - all do */
  readonly isPlayed?: (account: string) => boolean;
  /** How many permissions there are more than. */
  readonly least: number;
}

/** Roles grant what was asked for in all that went before, and little else. */
export function roles(
  system: () => System,
  { namespaces, explanations, isPlayed = () => true, least }: Judged,
): void {
  describe('roles', () => {
    it('let every request of the stack through', () => {
      const { saw, faults } = denied(auditOf(system()), namespaces);
      expect(faults).toEqual([]);
      tell(`${saw} requests`);
      expect(saw).toBeGreaterThan(50);
    });

    it('grant nothing that was not used, but for reasons', () => {
      const { saw, faults, lines } = unused(
        granted(system().objects).filter(({ user }) => isPlayed(user)),
        used(auditOf(system())),
        explanations.filter(({ account }) => isPlayed(account)),
      );
      tell(`${saw} permissions`, ...lines);
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThan(least);
    });
  });
}

/** The roles of the stack: this comes last. What stands in for Alloy asks nothing. */
export const permissions = (system: () => System): void =>
  roles(system, {
    namespaces: ownNamespaces,
    explanations: explained,
    isPlayed: (account) => hasAlloy() || !/:alloy(-events)?$/.test(account),
    least: 50,
  });
