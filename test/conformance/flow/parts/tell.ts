/** Says figures that a passing test saw: a check that saw little proves little. */
export const tell = (...lines: readonly string[]): void => {
  for (const line of lines) process.stdout.write(`    ${line}\n`);
};
