/** The examples of the README: each JavaScript block is a program, and says what it prints in lines that begin with `// => `. */

export interface ReadmeExample {
  /** The heading above it. */
  readonly title: string;
  readonly code: string;
  readonly prints: string;
}

/** The examples in a Markdown text. */
export function readmeExamples(markdown: string): readonly ReadmeExample[] {
  return [...markdown.matchAll(/^```js\n(.*?)^```$/gms)].map((block) => {
    const code = block[1] as string;
    const title = markdown.slice(0, block.index).split(/^## /m).at(-1)?.split('\n')[0] ?? '';
    const prints = [...code.matchAll(/^\/\/ => (.*\n)/gm)].map(([, line]) => line).join('');
    return { title, code, prints };
  });
}
