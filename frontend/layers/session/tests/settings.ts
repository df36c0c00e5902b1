import type { SessionSettings } from '../shared/utils/session-settings'

Object.assign(globalThis, { defineNuxtConfig: (config: unknown) => config })
const { default: config } = await import('../nuxt.config')

/** The defaults of nuxt.config.ts. */
export const SETTINGS = config.runtimeConfig?.public?.session as unknown as SessionSettings
