import { createRenderer, defineComponent, type Component } from 'vue'

// Vue Router's development build asks for it.
const node = () => ({ getRootNode: () => undefined })

/** Vue without a document: components come and go, and nothing is drawn. */
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

/** An application of this component, mounted. */
export function mountApp(component: Component, ...plugins: Parameters<ReturnType<typeof createApp>['use']>[0][]) {
  const app = createApp(component)
  for (const plugin of plugins) app.use(plugin)
  app.mount(node())
  return app
}

/** What a composable gives to a component that is on the page until `unmount`. */
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
