import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { denied, parseAudit, used } from '../access/audit.js';
import { explained, granted, unused } from '../access/rbac-report.js';
import { hasAlloy } from '../system/alloy.js';
import type { System } from '../system/system.js';
import { stackParts } from './stack.js';
import { tell } from './tell.js';

/** The API server's own record of who asked what, and was let. */
export const auditOf = ({ folder }: System) =>
  parseAudit(readFileSync(join(folder, 'log', 'audit.jsonl'), 'utf8'));

/** Namespaces of the stack's accounts. */
export const ownNamespaces = [stackParts.prometheus.namespace, stackParts.alloy.namespace];

/** Whether an account's program runs: what stands in for Alloy asks nothing. */
const isPlayed = (account: string): boolean => hasAlloy() || !/:alloy(-events)?$/.test(account);

/** Roles grant what was asked for in all that went before, and little else: this comes last. */
export function permissions(system: () => System): void {
  describe('roles', () => {
    it('let every request of the stack through', () => {
      const { saw, faults } = denied(auditOf(system()), ownNamespaces);
      expect(faults).toEqual([]);
      tell(`${saw} requests`);
      expect(saw).toBeGreaterThan(50);
    });

    it('grant nothing that was not used, but for reasons', () => {
      const { saw, faults, lines } = unused(
        granted(system().objects).filter(({ user }) => isPlayed(user)),
        used(auditOf(system())),
        explained.filter(({ account }) => isPlayed(account)),
      );
      tell(`${saw} permissions`, ...lines);
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThan(50);
    });
  });
}
