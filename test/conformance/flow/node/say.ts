/** Writes one line of what happens on this node, with its time; the lines are the node's log. */
export const say = (what: string): void => {
  process.stdout.write(`${new Date().toISOString()} ${what}\n`);
};
