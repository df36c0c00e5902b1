import { onBeforeUnmount, onMounted, onScopeDispose, useId, watch, type Ref } from 'vue'
import { isNavigationFailure, NavigationFailureType, onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from 'vue-router'
import { useUnsavedWorkStore, type LeaveQuestion } from '../stores/unsaved-work'

/**
 * Guards what has been typed and not saved: the page is not loaded anew behind the person's back, and where
 * leaving would lose the work, it asks first, by a link as well as by closing the tab.
 *
 * Whoever agreed to leave is not asked again, however long the way is: by a second click, where a page leads
 * on to another one, or when the tab is closed meanwhile.
 *
 * @param dirty whether there is such work at the moment
 * @param question what to ask when somebody leaves; browsers ask in their own words when a tab is closed.
 *   Undefined where the work is kept elsewhere, so that leaving loses nothing
 */
export function useUnsavedWork(dirty: Readonly<Ref<boolean>>, question: LeaveQuestion): void {
  if (import.meta.server) return
  const work = useUnsavedWorkStore()
  const router = useRouter()
  const place = useId()

  function ask(event: BeforeUnloadEvent): void {
    if (work.pendingQuestion() !== undefined) event.preventDefault()
  }

  onMounted(() => window.addEventListener('beforeunload', ask))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', ask))
  onBeforeRouteLeave(() => work.confirmLeave())
  // Another page of the same kind takes the place of this one.
  onBeforeRouteUpdate((to, from) => to.path === from.path || work.confirmLeave())
  const stopListening = [
    router.afterEach((_to, _from, failure) => {
      if (isNavigationFailure(failure, NavigationFailureType.aborted)) work.cancelLeave()
    }),
    router.onError(() => work.cancelLeave()),
  ]

  // At once: what was just saved may be left in the same breath.
  watch(dirty, (isDirty) => {
    if (isDirty) work.register(place, question)
    else work.unregister(place)
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(() => {
    work.unregister(place)
    stopListening.forEach(stop => stop())
  })
}
