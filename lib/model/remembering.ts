/**
 * A function of a text that remembers its answers. A fleet of clusters has the same expressions in each,
 * and reading them is most of the work.
 */
export function remembering<T>(answer: (text: string) => T): (text: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (text) => {
    const known = answers.get(text) ?? { answer: answer(text) };
    answers.set(text, known);
    return known.answer;
  };
}
