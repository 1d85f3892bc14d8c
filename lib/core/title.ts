/** Title of a component's dashboard: the product's name, and the component's where it has one of its own. */
export const titleOf = (product: string, name: string): string =>
  name === product.toLowerCase().replaceAll(' ', '-') ? product : `${product}: ${name}`;
