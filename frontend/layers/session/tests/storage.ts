/** Storage in memory. */
export function storage(entries: Record<string, string> = {}): Storage {
  const items = new Map(Object.entries(entries))
  return {
    get length() { return items.size },
    key: index => [...items.keys()][index] ?? null,
    getItem: name => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: name => void items.delete(name),
    clear: () => items.clear(),
  }
}
