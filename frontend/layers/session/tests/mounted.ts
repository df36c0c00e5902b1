import { createRenderer, defineComponent, type Component } from 'vue'

// Vue Router's development build calls getRootNode.
const node = () => ({ getRootNode: () => undefined })

/** Vue without a document: components are mounted and nothing is rendered. */
const { createApp } = createRenderer<object, object>({
  createElement: node,
  createText: node,
  createComment: node,
  insert: () => undefined,
  remove: () => undefined,
  setText: () => undefined,
  setElementText: () => undefined,
  patchProp: () => undefined,
  parentNode: node,
  nextSibling: () => null,
})

/** Mounts a component as an application. */
export function mountApp(component: Component, ...plugins: Parameters<ReturnType<typeof createApp>['use']>[0][]) {
  const app = createApp(component)
  for (const plugin of plugins) app.use(plugin)
  app.mount(node())
  return app
}

/** Calls a composable in a component that stays mounted until `unmount`. */
export function mounted<Result>(composable: () => Result) {
  let result: Result
  const app = mountApp(defineComponent({
    setup() {
      result = composable()
      return () => null
    },
  }))
  return { result: result!, unmount: () => app.unmount() }
}
