import { refuse } from './refusal.js';

/** A setting's value. */
export type IniValue = string | number | boolean;

/** The settings of a file, by section and by key. */
export type IniSections = Readonly<Record<string, Readonly<Record<string, IniValue>>>>;

/**
 * A file in the ini dialect of go-ini, which Grafana reads.
 *
 * A value that is more than plain words stands in triple quotes: bare, it would end at the first `;` or
 * `#`, go on in the next line after a backslash, and lose quotes at its ends. That has cost people a
 * content security policy and a password.
 *
 * @throws when a name or a value cannot be written so that it is read back as it is
 * @see https://ini.unknwon.io/docs/howto/work_with_values
 * @example
 * ini({ server: { root_url: 'https://grafana.example.com/' }, users: { allow_sign_up: false } });
 */
export const ini = (sections: IniSections): string =>
  Object.entries(sections)
    .map(([name, settings]) => section(name, settings))
    .join('\n');

function section(name: string, settings: IniSections[string]): string {
  refuseName(`section "${name}"`, name, /^[\w.-]+$/);
  const lines = Object.entries(settings).map(([key, value]) => {
    refuseName(`key "${key}" of section "${name}"`, key, /^[\w-]+$/);
    return `${key} = ${written(`${name}.${key}`, value)}\n`;
  });
  return `[${name}]\n${lines.join('')}`;
}

function refuseName(what: string, name: string, shape: RegExp): void {
  if (!shape.test(name))
    refuse('ini', `${what} is not a name`, 'give letters, digits, "_" and "-"');
}

/** What go-ini does not read as it stands: comments, continuations, quotes, space at the ends. */
const special = /[;#\\"'`]|^\s|\s$/;

function written(where: string, value: IniValue): string {
  const text = String(value);
  if (/[\r\n]/.test(text)) refuse('ini', `${where} has a line break`, 'give one line');
  if (/%\([^)]+\)s/.test(text))
    refuse(
      'ini',
      `${where} "${text}" holds the value of another key, as "%(key)s" is read`,
      'write it out',
    );
  return special.test(text) ? `"""${text}"""` : text;
}
