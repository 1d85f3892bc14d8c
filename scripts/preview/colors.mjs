// One light look: it reads well on a white page, and on a dark one it is a sheet of paper.

export const page = '#f4f5f5';
export const paper = '#ffffff';
export const frame = '#dfe1e4';
export const ink = '#24292e';
export const faint = '#6b7280';
export const grid = '#e7e9ec';
export const link = '#1f62d9';

/** Colours by the names that dashboards use. */
const named = {
  green: '#3f9142',
  yellow: '#e0b400',
  orange: '#f2740d',
  red: '#d9293f',
  blue: '#3274d9',
  purple: '#8f3bb8',
  gray: '#8e8e8e',
  text: ink,
  transparent: 'none',
};

/** A colour of a dashboard, as a browser knows it: `dark-red` is a red. */
export const colorOf = (name) =>
  named[name?.replace(/^(super-)?(light|dark|semi-dark)-/, '')] ?? name;

/** For lines, in this order. */
export const palette = [
  ...['#56a64b', '#e0b400', '#3274d9', '#f2740d', '#d9293f', '#8f3bb8', '#0f9b9b', '#b877d9'],
  ...['#6b7280', '#a3703d'],
];
