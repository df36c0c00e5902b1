/** Tells of the id of a post whether there is none any more; where that cannot be known, there is. */
export function useIsGone(): (id: number) => Promise<boolean> {
  const { $api } = useNuxtApp()
  return id => $api('/api/posts/{id}/', { path: { id } }).then(() => false, error => readProblem(error).status === 404)
}
