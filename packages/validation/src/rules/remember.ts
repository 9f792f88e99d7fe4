/**
 * The function with a memory of its answers, for what many manifests of a repository write alike. It must be pure; what it
 * has answered is forgotten together when there are more than `most` texts, so that memory stays bounded.
 */
export function remembering<Answer>(most: number, read: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known.answer;
    const answer = read(text);
    if (answers.size >= most) answers.clear();
    answers.set(text, { answer });
    return answer;
  };
}
