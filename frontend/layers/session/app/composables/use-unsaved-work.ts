import { useUnsavedWorkStore } from '../stores/unsaved-work'

/**
 * Guards what has been typed and not saved: leaving asks first, by a link as well as by closing the tab, and
 * the page is not loaded anew behind the person's back.
 *
 * @param dirty whether there is such work at the moment
 * @param question what to ask when somebody leaves by a link; browsers ask in their own words when a tab is closed
 */
export function useUnsavedWork(dirty: Readonly<Ref<boolean>>, question: string): void {
  const work = useUnsavedWorkStore()

  function ask(event: BeforeUnloadEvent): void {
    if (dirty.value) event.preventDefault()
  }

  onMounted(() => window.addEventListener('beforeunload', ask))
  onBeforeUnmount(() => window.removeEventListener('beforeunload', ask))
  onBeforeRouteLeave(() => !dirty.value || window.confirm(question))

  if (import.meta.server) return
  watch(dirty, (isDirty, wasDirty) => {
    if (isDirty !== Boolean(wasDirty)) work.places += isDirty ? 1 : -1
  }, { immediate: true })
  onScopeDispose(() => {
    if (dirty.value) work.places -= 1
  })
}
