declare module '#page-patterns' {
  const patterns: string[]
  export default patterns
}
