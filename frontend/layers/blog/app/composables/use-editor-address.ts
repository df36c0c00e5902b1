import { onBeforeUnmount } from 'vue'
import { isNavigationFailure, NavigationFailureType } from 'vue-router'
import type { Post } from '../utils/post'

/**
 * Shows the address of a new post once it is saved, without a navigation: that would replace the editor and lose the
 * cursor.
 */
export function useEditorAddress() {
  function showAddressOf({ id }: Post): void {
    const address = `/posts/${id}/edit`
    window.history.replaceState({ ...window.history.state, current: address }, '', address)
  }

  // The router still has the address of a new post, so it ignores links to that page.
  const stopListening = useRouter().afterEach((to, _from, failure) => {
    const isHere = window.location.pathname === to.path
    if (isNavigationFailure(failure, NavigationFailureType.duplicated) && !isHere) window.location.assign(to.fullPath)
  })
  onBeforeUnmount(stopListening)

  return { showAddressOf }
}
