import { refuse, SecretRef } from '../core/index.js';
import type { IniSections, IniValue } from '../model/ini.js';

/** Settings in Grafana's own words, by section and key. A reference to a Secret is mounted and read. */
export type GrafanaSettings = Readonly<
  Record<string, Readonly<Record<string, IniValue | SecretRef>>>
>;

/** Keys that hold a credential, unless what they hold is read from elsewhere. */
const credential = /[._](password|secret|secret_key|token|api_key|access_key)$/;

/** What Grafana puts something else in the place of: a file, a variable, a vault's answer. */
const expanded = /\$(__\w+)?\{/;

/**
 * The settings with each reference as the file that it is mounted as.
 *
 * @throws on what is no setting, and on a credential's value: what is synthesized is committed to git
 */
export function mounted(
  where: string,
  extra: GrafanaSettings,
  fileOf: (ref: SecretRef) => string,
): IniSections {
  const setting = (name: string, value: unknown): IniValue => {
    if (value instanceof SecretRef) return `$__file{${fileOf(value)}}`;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value !== 'string')
      return refuse(
        where,
        `extraConfig.${name} is no setting`,
        'give text, a number, true, false or a SecretRef',
      );
    if (credential.test(name) && value !== '' && !expanded.test(value))
      refuse(
        where,
        `extraConfig.${name} is a credential's value`,
        "give new SecretRef('name', 'key'): it has no place in manifests",
      );
    return value;
  };
  return mapped(extra, (section, settings) =>
    mapped(settings, (key, value) => setting(`${section}.${key}`, value)),
  );
}

/** Settings put over others, key by key. */
export const over = (config: IniSections, extra: IniSections): IniSections => ({
  ...config,
  ...mapped(extra, (section, settings) => ({ ...config[section], ...settings })),
});

const mapped = <T, U>(
  record: Readonly<Record<string, T>>,
  change: (key: string, value: T) => U,
): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]));
