import { defineNitroPlugin } from 'nitropack/runtime'
import { assertReadMethod } from '../utils/assert-read-method'

/** Answers 405 to other methods than GET and HEAD on pages. */
export default defineNitroPlugin(({ hooks }) => {
  hooks.hook('render:before', ({ event }) => assertReadMethod(event))
})
