import { onBeforeUnmount, onMounted, onScopeDispose, useId, watch, type Ref } from 'vue'
import { isNavigationFailure, NavigationFailureType, onBeforeRouteLeave, onBeforeRouteUpdate, useRouter } from 'vue-router'
import { useUnsavedWorkStore, type LeaveQuestion } from '../stores/unsaved-work'

/**
 * Protects unsaved work: the page is not reloaded automatically, and links and closing the tab ask for confirmation.
 *
 * The author confirms once per navigation, however many redirects or clicks it takes.
 *
 * @param dirty whether there is unsaved work
 * @param question text of the confirmation, or undefined if leaving loses nothing; browsers use their own text when
 *   a tab is closed
 */
export function useUnsavedWork(dirty: Readonly<Ref<boolean>>, question: LeaveQuestion): void {
  if (import.meta.server) return
  const work = useUnsavedWorkStore()
  const router = useRouter()
  const id = useId()

  function onBeforeUnload(event: BeforeUnloadEvent): void {
    if (work.pendingQuestion() !== undefined) event.preventDefault()
  }

  onMounted(() => window.addEventListener('beforeunload', onBeforeUnload))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', onBeforeUnload))
  onBeforeRouteLeave(() => work.confirmLeave())
  // Another path of the same route replaces this page.
  onBeforeRouteUpdate((to, from) => to.path === from.path || work.confirmLeave())
  const stopListening = [
    router.afterEach((_to, _from, failure) => {
      if (isNavigationFailure(failure, NavigationFailureType.aborted)) work.cancelLeave()
    }),
    router.onError(() => work.cancelLeave()),
  ]

  // Synchronous: saving and leaving may happen in one tick.
  watch(dirty, (isDirty) => {
    if (isDirty) work.register(id, question)
    else work.unregister(id)
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(() => {
    work.unregister(id)
    stopListening.forEach(stop => stop())
  })
}
