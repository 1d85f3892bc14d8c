import { type Chart, SecretRef } from '../lib/core/index.js';
import { toYamlStream } from '../lib/model/yaml.js';
import { Sample } from './core/parts.js';
import { objectsOf } from './support.js';

/** The word "hunter2" as the project's own code sealed it, for a key of 2048 bits that nobody kept. */
export const sealedValue =
  'AQA/w/7xpmYHr/QDrOY/2/40MexW4L3Uk2JcvUyudU+D1lhCrgLz42l9TnAV+CBF6o/LCBpP3oVFK7HpKlhD' +
  'A6ec3w7W1+fthCB4H8We0+BkaRehaPM6c1PRb1BvXqyevo8sQqUUYw0JdETQCYRGv2WptpTO9N7pz2+b2o5I' +
  'gwPYw3hBe69ve/zn51R0KF7CCtFr4jUF2jFL8vWdbrQZpF3A7cRLxdPh/gS6lPJDjvGHAB4Af0L621rMsZvY' +
  'SUyMokiZRMEl8NjhyQqDesqQtR0NuxsIUbsG9yKLXxbSDt7Tdom/Mj06xLtKT+e2IV2/i6gujLQGrRWkqNob' +
  'K3NIeGiVUozTS52BYjy6EV4m0VLfPYyckqJJ5K4=';

/** A component whose pods read both keys of `grafana-secrets`. */
export function reader(chart: Chart, id = 'grafana', props = {}): Sample {
  const sample = new Sample(chart, id, props);
  const workload = sample.run();
  for (const key of ['admin-user', 'admin-password'])
    workload.secretFile(new SecretRef('grafana-secrets', key));
  return sample;
}

/** The objects of one kind, as they are written. */
export const written = (chart: Chart, kind: string): string =>
  toYamlStream(objectsOf(chart).filter((o) => o.kind === kind));
