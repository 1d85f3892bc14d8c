import type { NodeType, Tree } from '@lezer/common';

/**
 * A node of an expression's tree. The grammars' own nodes look for their neighbours anew each time they are asked;
 * expressions are judged so often that a synth would feel it.
 */
export class QueryNode {
  private readonly children: QueryNode[] = [];

  private constructor(
    readonly type: NodeType,
    readonly from: number,
    readonly to: number,
    readonly parent: QueryNode | null,
    private readonly index: number,
  ) {}

  /** Every node of a tree, outer before inner, in the order of the text. */
  static all(tree: Tree): readonly QueryNode[] {
    const nodes: QueryNode[] = [];
    let inner: QueryNode | null = null;
    tree.iterate({
      enter: ({ type, from, to }) => {
        const node: QueryNode = new QueryNode(type, from, to, inner, inner?.children.length ?? 0);
        inner?.children.push(node);
        nodes.push(node);
        inner = node;
      },
      leave: () => {
        inner = inner?.parent ?? null;
      },
    });
    return nodes;
  }

  get name(): string {
    return this.type.name;
  }

  get firstChild(): QueryNode | null {
    return this.children[0] ?? null;
  }

  get lastChild(): QueryNode | null {
    return this.children.at(-1) ?? null;
  }

  get nextSibling(): QueryNode | null {
    return this.parent?.children[this.index + 1] ?? null;
  }

  get prevSibling(): QueryNode | null {
    return this.parent?.children[this.index - 1] ?? null;
  }

  /** The first child of a name, or of a group of names, as the grammar has them. */
  getChild(name: string): QueryNode | null {
    return this.children.find(({ type }) => type.is(name)) ?? null;
  }

  /** All children of a name, or of a group of names. */
  getChildren(name: string): readonly QueryNode[] {
    return this.children.filter(({ type }) => type.is(name));
  }
}
