// How a value is shown by the config of its field: its words and its colour.
import { colorOf, ink } from './colors.mjs';
import { written } from './units.mjs';

/** The config of a field: that of the panel, with what overrides say of the name. */
export function fieldOf({ fieldConfig = {} }, name) {
  const field = { ...fieldConfig.defaults, custom: { ...fieldConfig.defaults?.custom } };
  for (const { matcher, properties } of fieldConfig.overrides ?? []) {
    if (!matches(matcher, name)) continue;
    for (const { id, value } of properties) {
      const [, custom] = /^custom\.(.+)$/.exec(id) ?? [];
      if (custom) field.custom[custom] = value;
      else field[id] = value;
    }
  }
  return field;
}

function matches({ id, options }, name) {
  if (id === 'byName') return options === name;
  if (id !== 'byRegexp') return false;
  const [, pattern, flags] = /^\/(.*)\/([a-z]*)$/s.exec(options) ?? [undefined, options, ''];
  return new RegExp(pattern, flags).test(name);
}

/** The colour that thresholds give a value; the lowest where there is none. */
export function thresholdColor({ thresholds }, value) {
  const steps = thresholds?.steps ?? [];
  const reached = steps.filter((step) => step.value === null || value >= step.value);
  return colorOf((reached.at(-1) ?? steps[0])?.color ?? ink);
}

const mappingOf = ({ mappings = [] }, value) => {
  for (const { type, options } of mappings) {
    if (type === 'value' && options[`${value}`]) return options[`${value}`];
    const { from, to, match, result } = options;
    if (type === 'range' && value >= (from ?? -Infinity) && value <= (to ?? Infinity))
      return result;
    if (type === 'special' && /nan/.test(match) && Number.isNaN(value)) return result;
  }
  return undefined;
};

/** A value as people see it: its text, and the colour that a mapping or thresholds give it. */
export function shown(field, value, now) {
  const mapped = mappingOf(field, value);
  const fixed = field.color?.mode === 'fixed' ? field.color.fixedColor : undefined;
  const number = typeof value === 'number';
  return {
    text: mapped?.text ?? (number ? written(value, field.unit, field.decimals, now) : value),
    color: colorOf(mapped?.color ?? fixed) ?? thresholdColor(field, number ? value : -Infinity),
  };
}
