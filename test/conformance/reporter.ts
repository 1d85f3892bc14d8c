import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { find, programs } from '../../scripts/tools/programs.mjs';
import { mutationTable, type Tried } from './mutation-table.js';
import { Stopwatch } from './stopwatch.js';

const print = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Says first which real programs there are, and last what came of the run: which mutation was caught by what, how long
 * each tier took, and the counts. A part that was skipped because a program is missing stands in the last line, so
 * that nobody takes it for one that passed.
 */
export class ConformanceReporter implements Reporter {
  private readonly missing: string[] = [];
  private readonly times = new Stopwatch();
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
    for (const program of programs) {
      const { name, version, path, wrong } = find(program);
      if (!path) this.missing.push(name);
      print(`${name} ${version}: ${path ?? 'missing'}`);
      if (!path) for (const other of wrong) print(`  passed over: ${other}`);
    }
    if (this.missing.length > 0)
      print(`to get what is missing: npm run tools ${this.missing.join(' ')}`);
  }

  onTestModuleQueued({ project }: TestModule): void {
    this.times.start(project.name);
  }

  onTestModuleEnd({ project }: TestModule): void {
    this.times.stop(project.name);
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const { lines, missed } = mutationTable(triedIn(modules), await this.wholeTiers(modules));
    for (const line of ['', ...lines, '']) print(line);
    for (const [tier, seconds] of this.times.seconds) print(`${tier}: ${Math.round(seconds)} s`);
    for (const test of modules.flatMap((module) => [...module.children.allTests()]))
      if (test.diagnostic()?.flaky) print(`passed at the second try: ${test.fullName}`);
    const states = modules.flatMap((module) => [
      ...[...module.children.allTests()].map((test) => test.result().state),
      // Where a file could not be loaded, or preparations failed, no test says so.
      ...[module, ...module.children.allSuites()].flatMap((one) =>
        one.errors().map(() => 'failed' as const),
      ),
    ]);
    const count = (state: string) => states.filter((s) => s === state).length;
    const absent = this.missing.length > 0 ? `; missing: ${this.missing.join(', ')}` : '';
    print(
      `${count('passed')} passed, ${count('failed') + missed.length} failed, ${count('skipped')} skipped${absent}`,
    );
    if (missed.length > 0) process.exitCode = 1;
  }

  /** Tiers that were run without a filter on their files or tests. */
  private async wholeTiers(modules: readonly TestModule[]): Promise<readonly string[]> {
    if (!this.vitest || this.vitest.config.testNamePattern) return [];
    const ran = new Set(modules.map((module) => module.moduleId));
    const tiers = await Promise.all(
      this.vitest.projects.map(async (project) => {
        const { testFiles } = await project.globTestFiles();
        return testFiles.length > 0 && testFiles.every((file) => ran.has(file))
          ? [project.name]
          : [];
      }),
    );
    return tiers.flat();
  }
}

const triedIn = (modules: readonly TestModule[]): readonly Tried[] =>
  modules.flatMap((module) =>
    [...module.children.allTests()].flatMap((test) => {
      const { mutation } = test.meta();
      return mutation
        ? [{ ...mutation, tier: module.project.name, state: test.result().state }]
        : [];
    }),
  );
