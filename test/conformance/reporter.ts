import type { Reporter, TestModule } from 'vitest/node';
import { find, programs } from '../../scripts/tools/programs.mjs';

/**
 * Says first which real programs there are, and last what came of the run. A part that was skipped because a
 * program is missing stands in the last line, so that nobody takes it for one that passed.
 */
export class ConformanceReporter implements Reporter {
  private readonly missing: string[] = [];

  onInit(): void {
    for (const program of programs) {
      const { name, version, path, wrong } = find(program);
      if (!path) this.missing.push(name);
      process.stdout.write(`${name} ${version}: ${path ?? 'missing'}\n`);
      if (!path) for (const other of wrong) process.stdout.write(`  passed over: ${other}\n`);
    }
    if (this.missing.length > 0)
      process.stdout.write(`to get what is missing: npm run tools ${this.missing.join(' ')}\n`);
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [
      ...[...module.children.allTests()].map((test) => test.result().state),
      // A file that could not be loaded, or whose preparation failed, has no test to say so.
      ...module.errors().map(() => 'failed' as const),
    ]);
    const count = (state: string) => states.filter((s) => s === state).length;
    const absent = this.missing.length > 0 ? `; missing: ${this.missing.join(', ')}` : '';
    process.stdout.write(
      `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped${absent}\n`,
    );
  }
}
