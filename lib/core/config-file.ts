import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-30';
import type { Component } from './component.js';
import { faultsOf, late, lateOptional } from './late.js';

/** What a config file holds, and how a change of it is noticed. */
export interface ConfigFileProps {
  /** File name, and key of the ConfigMap. */
  readonly file: string;
  /** Its text, asked for once, at synth. Empty: a spare file that nothing filled, which is not written. */
  readonly content: () => string;
  /** How a change reaches the process: it notices by itself, or its pods are replaced. */
  readonly whenChanged: 'reload' | 'restart';
  /** Name of the ConfigMap. @default - `<component>-<id>` */
  readonly name?: string;
  /** Labels of the ConfigMap, besides its component's. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A file of a component's configuration: a ConfigMap that exists now and is rendered once, at synth. It
 * belongs to the component, so that several workloads share one, and states how a change is noticed, so
 * that a restart and a reload never both happen.
 */
export class ConfigFile {
  readonly name: string;
  readonly file: string;
  readonly whenChanged: 'reload' | 'restart';
  private text?: string;

  constructor(
    component: Component,
    id: string,
    private readonly props: ConfigFileProps,
  ) {
    this.name = props.name ?? `${component.name}-${id}`;
    this.file = props.file;
    this.whenChanged = props.whenChanged;
    const object = new k8s.KubeConfigMap(component, `Config-${id}`, {
      metadata: {
        name: this.name,
        namespace: component.namespace,
        labels: { ...component.labels, ...props.labels },
        annotations: {
          // Flux replaces ${…} in every object and turns what it does not know into nothing.
          'kustomize.toolkit.fluxcd.io/substitute': lateOptional(() =>
            this.render().includes('${') ? 'disabled' : undefined,
          ),
        },
      },
      data: late(() => (this.render() === '' ? undefined : { [props.file]: this.render() })),
    });
    // Rendered with the validations, so that all that is wrong with the wiring is told at once.
    object.node.addValidation({ validate: () => faultsOf(() => this.render()) });
  }

  /** Its text; the content is asked for once. */
  render(): string {
    this.text ??= this.props.content();
    return this.text;
  }

  /** Changes with the content: put on the pods that must be replaced. */
  get checksum(): string {
    return createHash('sha256').update(this.render()).digest('hex').slice(0, 16);
  }
}
