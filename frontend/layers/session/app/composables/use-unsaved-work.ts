import { onBeforeUnmount, onMounted, onScopeDispose, toValue, useId, watch, type MaybeRefOrGetter, type Ref } from 'vue'
import { isNavigationFailure, NavigationFailureType, onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from 'vue-router'
import { useUnsavedWorkStore } from '../stores/unsaved-work'

/**
 * Guards what has been typed and not saved: leaving asks first, by a link as well as by closing the tab, and
 * the page is not loaded anew behind the person's back.
 *
 * Whoever agreed to leave is not asked again, however long the way is: by a second click, where a page leads
 * on to another one, or when the tab is closed meanwhile.
 *
 * @param dirty whether there is such work at the moment
 * @param question what to ask when somebody leaves by a link; browsers ask in their own words when a tab is closed
 */
export function useUnsavedWork(dirty: Readonly<Ref<boolean>>, question: MaybeRefOrGetter<string>): void {
  if (import.meta.server) return
  const work = useUnsavedWorkStore()
  const router = useRouter()
  const place = useId()

  function ask(event: BeforeUnloadEvent): void {
    if (dirty.value && !work.leaving) event.preventDefault()
  }

  onMounted(() => window.addEventListener('beforeunload', ask))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', ask))
  onBeforeRouteLeave(() => work.mayLeave())
  // Another page of the same kind takes the place of this one.
  onBeforeRouteUpdate((to, from) => to.path === from.path || work.mayLeave())
  const stopListening = [
    router.afterEach((_to, _from, failure) => {
      if (isNavigationFailure(failure, NavigationFailureType.aborted)) work.stay()
    }),
    router.onError(() => work.stay()),
  ]

  // At once: what was just saved may be left in the same breath.
  watch([dirty, () => toValue(question)], ([isDirty, text]) => {
    if (isDirty) work.begin(place, text)
    else work.end(place)
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(() => {
    work.end(place)
    stopListening.forEach(stop => stop())
  })
}
