import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** How long people wait before they wonder, in milliseconds. */
const PATIENCE = 8_000

/**
 * Whether something has been going on for longer than people expect.
 *
 * @param busy whether it is going on
 */
export function useSlowness(busy: Readonly<Ref<boolean>>): Readonly<Ref<boolean>> {
  const slow = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(busy, (goesOn) => {
    clearTimeout(timer)
    slow.value = false
    if (goesOn) timer = setTimeout(() => slow.value = true, PATIENCE)
  }, { flush: 'sync' })
  onBeforeUnmount(() => clearTimeout(timer))
  return slow
}
