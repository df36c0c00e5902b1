/** Made by the module of this name: the hashes of the inline scripts of all prerendered pages. */
declare module '#prerendered-scripts' {
  const hashes: string[]
  export default hashes
}
