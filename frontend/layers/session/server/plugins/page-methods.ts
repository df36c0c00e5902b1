import { defineNitroPlugin } from 'nitropack/runtime'
import { assertReadMethod } from '../utils/assert-read-method'

/** Lets pages be read and nothing else. What a route of the server takes is never rendered. */
export default defineNitroPlugin(({ hooks }) => {
  hooks.hook('render:before', ({ event }) => assertReadMethod(event))
})
