import { onBeforeUnmount } from 'vue'
import { isNavigationFailure, NavigationFailureType } from 'vue-router'
import type { Post } from '../utils/post'

/**
 * Gives the page of a new post the address that the post has from its first saving on. Going there would begin a new
 * page, and lose the cursor.
 */
export function useEditorAddress() {
  function showAddressOf({ id }: Post): void {
    const address = `/posts/${id}/edit`
    window.history.replaceState({ ...window.history.state, current: address }, '', address)
  }

  // To the router this is still the page of a new post: a link to that one would lead nowhere.
  const stopListening = useRouter().afterEach((to, _from, failure) => {
    const isHere = window.location.pathname === to.path
    if (isNavigationFailure(failure, NavigationFailureType.duplicated) && !isHere) window.location.assign(to.fullPath)
  })
  onBeforeUnmount(stopListening)

  return { showAddressOf }
}
