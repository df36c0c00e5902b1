/**
 * Tells of the id of a post whether its author has none such any more: it was deleted, or given to somebody else.
 * Where that cannot be known, there is.
 *
 * @param account the author's id
 */
export function useIsGone(account: number): (id: number) => Promise<boolean> {
  const { $api } = useNuxtApp()
  return id => $api('/api/posts/{id}/', { path: { id } })
    .then(({ author }) => author.id !== account, error => readProblem(error).status === 404)
}
