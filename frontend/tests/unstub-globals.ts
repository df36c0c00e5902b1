import { afterEach, vi } from 'vitest'

// Not the option `unstubGlobals`: it would leave the stubs of a file's last test while the next file is imported.
afterEach(() => {
  vi.unstubAllGlobals()
})
