import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App as Cdk8sApp } from 'cdk8s';
import { toYamlStream } from '../model/yaml.js';
import { Chart, type Placed } from './chart.js';
import { manifestFaults } from './manifest-checks.js';
import { summary } from './summary.js';

/** The manifests of one chart. */
export interface RenderedFile {
  /** File name, in a folder of its own where the chart stands in a scope of its own. */
  readonly file: string;
  readonly chart: Chart;
  readonly objects: readonly Placed[];
}

/**
 * The root of an app whose charts become files of plain manifests. Unlike cdk8s's own, it judges and
 * renders everything before it writes anything: an error leaves the output as it was.
 *
 * @example
 * const app = new App();
 * const chart = new Chart(app, '20-logs', { site: { cluster: 'prod-1' } });
 * new Loki(chart, 'loki');
 * app.synth();
 */
export class App extends Cdk8sApp {
  /**
   * All files, in memory.
   *
   * @throws with every missing interaction at once; where there is none, with every malformed object at once
   */
  render(): readonly RenderedFile[] {
    const all = this.node.findAll();
    const charts = all.filter(Chart.knowsSite);
    stop([...all.flatMap(Chart.faults), ...all.flatMap((c) => c.node.validate())]);
    const files = charts
      .map((chart) => ({
        file: `${chart.node.path}${this.outputFileExtension}`,
        chart,
        objects: chart.manifests(),
      }))
      .sort((a, b) => (a.file < b.file ? -1 : 1));
    const clusters = new Set(files.map(({ chart }) => chart.site.cluster));
    const ofCluster = (name: string) => files.filter(({ chart }) => chart.site.cluster === name);
    stop([...clusters].flatMap((c) => manifestFaults(ofCluster(c).flatMap((f) => f.objects))));
    return files;
  }

  /** Writes all files, and says on stderr what was written and what must exist for it to run. */
  override synth(): void {
    const files = this.render();
    const texts = files.map(({ file, objects }) => ({
      file,
      text: toYamlStream(objects.map((o) => o.manifest)),
    }));
    for (const { file, text } of texts) {
      const path = join(this.outdir, file);
      mkdirSync(dirname(path), { recursive: true });
      rmSync(path, { force: true });
      writeFileSync(path, text);
    }
    process.stderr.write(summary(files));
  }
}

function stop(faults: readonly string[]): void {
  if (faults.length === 0) return;
  const unique = [...new Set(faults)].sort();
  throw new Error(
    [
      `${unique.length} ${unique.length === 1 ? 'error' : 'errors'}, nothing was written`,
      ...unique,
    ].join('\n  '),
  );
}
