declare module 'nitropack/types' {
  interface NitroRouteConfig {
    /** Whether the page submits a form that is posted to it, for browsers without JavaScript (`useForm`). */
    form?: boolean
  }
  interface NitroRouteRules {
    form?: boolean
  }
}

export {}
